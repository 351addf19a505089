"""The JSON API: each installed room brings its own router in api.py; refusals leave as problem+json (RFC 9457)."""

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Router
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.security import django_auth

from linan.ground.refusals import NotAllowed, NotFound, Refused
from linan.ground.text import noop

_BAD_REQUEST = 422


class NotSignedIn(Refused):
    """Nobody is signed in."""

    code = "not_signed_in"
    status = 401
    msgid = noop("Sign in first.")


def make_api() -> NinjaAPI:
    """Return the API with every room's router: for who is signed in, with the CSRF token on what writes."""
    api = NinjaAPI(title="Lin'an", version="1", urls_namespace="api", docs_url=None, auth=django_auth)
    api.exception_handler(Refused)(refused)
    api.exception_handler(ValidationError)(not_valid)
    api.exception_handler(AuthenticationError)(lambda request, error: refused(request, NotSignedIn()))
    api.exception_handler(HttpError)(turned_away)
    for name, router in _routers():
        api.add_router("", router, tags=[name])
    return api


def refused(request: HttpRequest, refusal: Refused | type[Refused]) -> HttpResponse:
    """Return a refusal as problem+json."""
    said = refusal if isinstance(refusal, Refused) else NotFound()
    return _problem(dict(said.as_problem()), said.status)


def turned_away(request: HttpRequest, error: HttpError | type[HttpError]) -> HttpResponse:
    """Return what Ninja itself refuses as problem+json: a missing CSRF token, a body that cannot be read."""
    if not isinstance(error, HttpError) or error.status_code == NotAllowed.status:
        return refused(request, NotAllowed())
    body = {"type": "about:blank", "title": error.message, "status": error.status_code, "code": "bad_request"}
    return _problem({**body, "field": None, "data": {}}, error.status_code)


def not_valid(request: HttpRequest, error: ValidationError | type[ValidationError]) -> HttpResponse:
    """Return the first fault of the request as problem+json, with a JSON pointer to its field."""
    faults = error.errors if isinstance(error, ValidationError) else []
    first = faults[0] if faults else {}
    body = {
        "type": "urn:linan:refused:not_valid",
        "title": _("%(field)s is not as it should be: %(because)s")
        % {"field": _pointer(first), "because": first.get("msg", "")},
        "status": _BAD_REQUEST,
        "code": "not_valid",
        "field": _pointer(first),
        "data": {"faults": [{"field": _pointer(fault), "because": fault.get("msg", "")} for fault in faults]},
    }
    return _problem(body, _BAD_REQUEST)


def _pointer(fault: dict[str, Any]) -> str:
    """Return where the fault is (RFC 6901), without the words Ninja puts in front: body, name of the argument."""
    place = list(fault.get("loc", ()))
    inner = place[2:] if place[:1] == ["body"] else place[1:]
    return "/" + "/".join(str(step).replace("~", "~0").replace("/", "~1") for step in inner)


def _problem(body: dict[str, Any], status: int) -> HttpResponse:
    return JsonResponse(body, status=status, content_type="application/problem+json")


def _routers() -> Iterator[tuple[str, Router]]:
    for name in settings.INSTALLED_APPS:
        if name.startswith("linan.") and find_spec(f"{name}.api") is not None:
            yield name.rsplit(".", 1)[-1], import_module(f"{name}.api").router


api = make_api()
