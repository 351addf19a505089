"""Puts the person, their standing and the scope on every request; a stranger gets an empty scope."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect

from linan.ground.access.doors import Standing, standing_of
from linan.ground.access.entrance import page_before_all_others
from linan.ground.access.scopes import within
from linan.ground.clock import now
from linan.ground.people.models import Person
from linan.ground.refusals import Refused
from linan.ground.text import noop

NOBODY = Standing(grants=(), org_ids=())


class AccountUnfinished(Refused):
    """The account must change its first password or enrol a second factor before it may use the API."""

    code = "account_unfinished"
    status = 403
    msgid = noop("Sign in on the website first: this account must change its password or add a second factor.")


def standing_middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Set request.person and request.standing, and run the view inside the person's scope."""

    def middleware(request: HttpRequest) -> HttpResponse:
        person = request.user
        signed_in = isinstance(person, Person)
        standing = standing_of(person, now=now()) if isinstance(person, Person) else NOBODY
        request.standing = standing  # type: ignore[attr-defined]
        request.person = person if signed_in else None  # type: ignore[attr-defined]
        first = page_before_all_others(request, person, standing) if isinstance(person, Person) else None
        if first:
            return _led_to(first, request)
        with within(standing.org_ids):
            return get_response(request)

    return middleware


def _led_to(page: str, request: HttpRequest) -> HttpResponse:
    if request.path.startswith("/api/"):
        problem = dict(AccountUnfinished().as_problem())
        return JsonResponse(problem, status=403, content_type="application/problem+json")
    return redirect(page)
