"""Puts the person, their standing and the scope on every request; a stranger gets an empty scope."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from linan.ground.access.doors import Standing, standing_of
from linan.ground.access.scopes import within
from linan.ground.clock import now
from linan.ground.people.models import Person

NOBODY = Standing(grants=(), org_ids=())


def standing_middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Set request.person and request.standing, and run the view inside the person's scope."""

    def middleware(request: HttpRequest) -> HttpResponse:
        person = request.user
        signed_in = isinstance(person, Person)
        request.standing = standing_of(person, now=now()) if signed_in else NOBODY  # type: ignore[attr-defined]
        request.person = person if signed_in else None  # type: ignore[attr-defined]
        with within(request.standing.org_ids):  # type: ignore[attr-defined]
            return get_response(request)

    return middleware
