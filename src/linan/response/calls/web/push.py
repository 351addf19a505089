"""Where a browser says that it takes pushes."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from linan.ground.access.decorators import signed_in
from linan.ground.access.scopes import everywhere
from linan.ground.clock import now
from linan.ground.web import Request
from linan.response.calls.actions.lines import take_push_address
from linan.response.calls.channels.web_push import public_key_of
from linan.response.calls.models import Line

MOST_BYTES = 4096


@require_http_methods(["GET", "POST"])
@signed_in
def push(request: Request) -> HttpResponse:
    """Tell a browser the key to subscribe with (empty: no line is set up), or keep where it takes pushes."""
    if request.method == "POST":
        take_push_address(person=request.person, subscription=request.read(MOST_BYTES).decode(), now=now())
        return HttpResponse(status=204)
    with everywhere():
        line = Line.objects.filter(kind="web_push", is_on=True).order_by("pk").first()
    key = public_key_of(line.opened()["private_key"]) if line else ""
    return JsonResponse({"key": key})


@require_GET
def push_worker(request: HttpRequest) -> HttpResponse:
    """Give the browser the few lines that show a push."""
    return render(request, "calls/push_worker.js", content_type="text/javascript")
