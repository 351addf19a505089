"""One shift: taken back, given to somebody else, or begun."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from linan.ground.access.decorators import signed_in
from linan.ground.access.rights import Right
from linan.ground.clock import now
from linan.ground.people.models import Person
from linan.ground.refusals import Refused
from linan.ground.ui.forms import add_refusal
from linan.ground.web import Request
from linan.logistics.duty.access import access_shift
from linan.logistics.duty.actions.shifts import arrive, pass_shift_on, withdraw_shift
from linan.logistics.duty.forms import ChangeForm
from linan.logistics.duty.queries import staff_of


@require_http_methods(["GET", "POST"])
@signed_in
def change(request: Request, shift_id: int) -> HttpResponse:
    """Give a shift to somebody else, or take it back; with a reason."""
    row = access_shift(request.standing, shift_id, to=Right.COMMAND)
    form = ChangeForm(request.POST or None, staff=staff_of(row.org, now=now()).exclude(pk=row.person_id))
    if form.is_valid():
        try:
            _change(row.pk, form.cleaned_data["to"], form.cleaned_data["why"], by=request.person)
            return redirect("duty:roster")
        except Refused as refused:
            add_refusal(form, refused)
    return render(request, "duty/shift.html", {"shift": row, "form": form}, status=422 if form.is_bound else 200)


@require_POST
@signed_in
def arrival(request: Request, shift_id: int) -> HttpResponse:
    """Keep that the person on duty is there."""
    row = access_shift(request.standing, shift_id, to=Right.SEE)
    arrive(row.pk, by=request.person, now=now())
    return redirect("duty:roster")


def _change(shift_id: int, to: Person | None, why: str, *, by: Person) -> None:
    if to is None:
        withdraw_shift(shift_id, why=why, by=by, now=now())
    else:
        pass_shift_on(shift_id, to=to, why=why, by=by, now=now())
