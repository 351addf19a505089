"""The name ledger of an incident."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from linan.ground.access.decorators import signed_in
from linan.ground.access.rights import Right
from linan.ground.clock import now
from linan.ground.web import Request
from linan.response.access import access_incident
from linan.response.upward.access import access_ledger_entry
from linan.response.upward.actions.ledger import change_harm, enter_person, strike_entry
from linan.response.upward.forms import LedgerForm
from linan.response.upward.ledger_page import ledger_page
from linan.response.upward.models import Harm


@require_http_methods(["GET", "POST"])
@signed_in
def ledger(request: Request, incident_id: int) -> HttpResponse:
    """Show who came to harm, by name, and enter somebody."""
    row = access_incident(request.standing, incident_id, to=Right.SEE_PERSONAL if request.method == "GET" else Right.COMMAND)
    form = LedgerForm(request.POST or None)
    if form.is_valid():
        enter_person(incident=row, known_at=now(), by=request.person, now=now(), **form.cleaned_data)
        return redirect("upward:ledger", row.pk)
    may_enter = request.standing.may(Right.COMMAND, path=row.org.path)
    context = {"form": form, "page": ledger_page(row), "may_enter": may_enter, "harms": Harm.choices}
    return render(request, "upward/ledger.html", context, status=422 if form.is_bound else 200)


@require_POST
@signed_in
def change(request: Request, entry_id: int) -> HttpResponse:
    """Enter what became of a person later, or take the entry back."""
    entry = access_ledger_entry(request.standing, entry_id, to=Right.COMMAND)
    harm, said = request.POST.get("harm", ""), request.POST.get("source", "")
    if harm in Harm.values:
        change_harm(entry_id=entry.pk, harm=harm, source=said, by=request.person, now=now())
    else:
        strike_entry(entry_id=entry.pk, why=said, by=request.person, now=now())
    return redirect("upward:ledger", entry.incident_id)
