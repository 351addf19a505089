"""The list of calls, and the live board of one."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from linan.ground.access.decorators import signed_in
from linan.ground.access.doors import require
from linan.ground.access.rights import Right
from linan.ground.clock import now
from linan.ground.web import Request
from linan.monitoring.access import access_warning
from linan.response.calls.access import access_call
from linan.response.calls.models import CallStatus
from linan.response.calls.pages import board_page, review_page
from linan.response.calls.queries import awaiting_approval, calls_for_list, coverage_of

ON_A_PAGE = 30
BEFORE = (CallStatus.DRAFT, CallStatus.AWAITING)


@require_GET
@signed_in
def calls(request: Request) -> HttpResponse:
    """List the calls, those that wait for a second person first."""
    require(request.standing, Right.SEE)
    context = {
        "page": Paginator(calls_for_list(), ON_A_PAGE).get_page(request.GET.get("page")),
        "awaiting": awaiting_approval(), "may_write": request.standing.may_anywhere(Right.COMMAND),
        "may_configure": request.standing.may_anywhere(Right.CONFIGURE),
    }
    return render(request, "calls/_calls.html" if request.htmx else "calls/calls.html", context)


@require_GET
@signed_in
def call(request: Request, call_id: int) -> HttpResponse:
    """Show a call: before it goes out whom it would reach, then who is reached and who is not."""
    row = access_call(request.standing, call_id, to=Right.SEE)
    may_command = request.standing.may(Right.COMMAND, path=row.org.path)
    if row.status in BEFORE:
        context = {"page": review_page(row, by=request.person, now=now()), "may_command": may_command}
        return render(request, "calls/review.html", context)
    context = {"page": board_page(row), "may_command": may_command}
    return render(request, "calls/_board.html" if request.htmx else "calls/board.html", context)


@require_GET
@signed_in
def of_warning(request: Request, card_id: int) -> HttpResponse:
    """Show beside a warning the calls that passed it on, and how far they came."""
    card = access_warning(request.standing, card_id, to=Right.SEE)
    rows = list(calls_for_list().filter(warning=card)[:ON_A_PAGE])
    return render(request, "calls/_of_warning.html", {"card": card, "rows": [(one, coverage_of(one.pk)) for one in rows]})


@require_GET
@signed_in
def sheet(request: Request, call_id: int) -> HttpResponse:
    """Show the call for the printer: the poster, and the doors nobody has reached."""
    row = access_call(request.standing, call_id, to=Right.SEE)
    return render(request, "calls/sheet.html", {"page": board_page(row)})
