"""Swaps of shifts: asked for, agreed to, confirmed."""

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linan.ground.access.decorators import signed_in
from linan.ground.access.doors import Standing, require
from linan.ground.access.rights import Right
from linan.ground.clock import now
from linan.ground.refusals import Refused
from linan.ground.text import noop
from linan.ground.ui.forms import add_refusal
from linan.ground.web import Request
from linan.logistics.duty.access import access_shift_to_swap, access_swap
from linan.logistics.duty.actions.swaps import answer_swap, ask_for_swap, settle_swap, withdraw_swap
from linan.logistics.duty.forms import SwapForm
from linan.logistics.duty.models import SwapState
from linan.logistics.duty.queries import coming_shifts_of, shifts_to_take, swaps_for
from linan.logistics.duty.rules import swapping_of


class NoSuchAnswer(Refused):
    """A word that no swap knows."""

    code = "no_such_swap_answer"
    msgid = noop("A swap is not answered like that. Use its buttons.")


@require_GET
@signed_in
def swaps(request: Request) -> HttpResponse:
    """Show a person their own shifts and the swaps that wait for their word."""
    require(request.standing, Right.SEE)
    moment, found = now(), swaps_for(request.person, led=led_by(request.standing))
    context = {
        "shifts": coming_shifts_of(request.person, now=moment), "moment": moment, "swaps": found,
        "led": {one.pk for one in found if request.standing.may(Right.COMMAND, path=one.org.path)},
    }
    return render(request, "duty/_swaps.html" if request.htmx else "duty/swaps.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def asking(request: Request, shift_id: int) -> HttpResponse:
    """Ask a colleague to swap a shift of one's own for one of theirs."""
    row = access_shift_to_swap(request.standing, shift_id, person=request.person)
    form = SwapForm(request.POST or None, shifts=shifts_to_take(row, now=now()))
    if form.is_valid():
        taken, why = form.cleaned_data["taken"], form.cleaned_data["why"]
        try:
            ask_for_swap(given_id=row.pk, taken_id=taken.pk, why=why, by=request.person, now=now())
            return redirect("duty:swaps")
        except Refused as refused:
            add_refusal(form, refused)
    context = {"shift": row, "form": form, "rule": swapping_of(row.org)}
    return render(request, "duty/swap_asking.html", context, status=422 if form.is_bound else 200)


@require_POST
@signed_in
def answer(request: Request, swap_id: int) -> HttpResponse:
    """Agree to a swap, decline it, or take back what one asked for."""
    row = access_swap(request.standing, swap_id, person=request.person, to=Right.SEE)
    to = request.POST.get("to", "")
    if to == SwapState.WITHDRAWN:
        withdraw_swap(row.pk, by=request.person, now=now())
    elif to in (SwapState.AGREED, SwapState.DECLINED):
        answer_swap(row.pk, to=SwapState(to), by=request.person, now=now())
    else:
        raise NoSuchAnswer(field="to")
    return redirect("duty:swaps")


@require_POST
@signed_in
def settling(request: Request, swap_id: int) -> HttpResponse:
    """Confirm a swap both agreed to, or refuse it, as whoever leads."""
    row = access_swap(request.standing, swap_id, person=request.person, to=Right.COMMAND)
    to = request.POST.get("to", "")
    if to not in (SwapState.DONE, SwapState.REFUSED):
        raise NoSuchAnswer(field="to")
    settle_swap(row.pk, to=SwapState(to), by=request.person, now=now())
    return redirect("duty:swaps")


def led_by(standing: Standing) -> Q:
    """Return the filter of the swaps that a person may confirm: in the units in which they command and below."""
    led = Q(pk__in=[])
    for grant in standing.grants:
        if Right.COMMAND in grant.rights:
            led |= Q(org__path__startswith=grant.path)
    return led
