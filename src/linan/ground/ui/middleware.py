"""What every answer carries: the content security policy, and refusals said in one place."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from linan.ground.refusals import Refused


def content_security_middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Set a policy without inline script: everything from this house, live events from the live process."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        host = request.get_host().rsplit(":", 1)[0]
        live = f"{request.scheme}://{host}:{settings.LIVE_PORT}"
        response.headers.setdefault(
            "Content-Security-Policy",
            "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; "
            f"connect-src 'self' {live}; worker-src 'self' blob:; object-src 'none'; base-uri 'self'; "
            "frame-ancestors 'none'; form-action 'self'",
        )
        return response

    return middleware


class RefusalMiddleware:
    """Turn a Refused into a page, a fragment beside the form, or problem+json."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refused):
            return None
        if request.path.startswith("/api/") or request.headers.get("Accept", "").startswith("application/json"):
            return JsonResponse(dict(exception.as_problem()), status=exception.status, content_type="application/problem+json")
        if request.headers.get("HX-Request"):
            return _fragment(request, exception)
        return render(request, "ui/refused.html", {"refusal": exception}, status=exception.status)


def _fragment(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """Return the refusal for the page's message place, so that it never takes the place of what was asked for."""
    response = render(request, "ui/_refused.html", {"refusal": refusal}, status=refusal.status)
    response.headers["HX-Retarget"] = "#messages"
    response.headers["HX-Reswap"] = "innerHTML"
    return response
