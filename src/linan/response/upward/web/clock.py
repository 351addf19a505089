"""The clocks of reporting: the list of a unit, and what an incident's page shows."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from linan.ground.access.decorators import signed_in
from linan.ground.access.doors import require
from linan.ground.access.rights import Right
from linan.ground.clock import now
from linan.ground.refusals import Refused
from linan.ground.ui.forms import add_refusal
from linan.ground.web import Request
from linan.response.access import access_incident
from linan.response.upward.access import require_unit, unit_that_reports
from linan.response.upward.actions.phone import note_phone_report
from linan.response.upward.forms import PhoneForm
from linan.response.upward.list_page import list_page
from linan.response.upward.pages import reporting_of
from linan.response.upward.queries import draft_of, level_above


@require_GET
@signed_in
def filings(request: Request) -> HttpResponse:
    """Show what is due, what waits for a receipt, and what was reported."""
    require(request.standing, Right.SEE)
    page = list_page(request.standing, number=request.GET.get("page"), now=now())
    return render(request, "upward/_filings.html" if request.htmx else "upward/filings.html", {"list": page, "page": page.page})


@require_GET
@signed_in
def of_incident(request: Request, incident_id: int) -> HttpResponse:
    """Show beside an incident what is due about it, and what was reported."""
    row = access_incident(request.standing, incident_id, to=Right.SEE)
    unit = unit_that_reports(request.standing, row)
    context = {
        "reporting": reporting_of(row, now=now()), "unit": unit, "incident": row,
        "draft": draft_of(unit.pk, row.pk) if unit else None,
    }
    return render(request, "upward/_of_incident.html" if request.htmx else "upward/of_incident.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def phone(request: Request, incident_id: int) -> HttpResponse:
    """Note a report by phone."""
    row = access_incident(request.standing, incident_id, to=Right.COMMAND)
    unit = require_unit(request.standing, row)
    form = PhoneForm(request.POST or None, now=now())
    if form.is_valid():
        try:
            note_phone_report(incident=row, org=unit, by=request.person, now=now(), **form.cleaned_data)
            return redirect("response:incident", row.pk)
        except Refused as refused:
            add_refusal(form, refused)
    context = {"form": form, "incident": row, "above": level_above(unit)}
    return render(request, "upward/phone.html", context, status=422 if form.is_bound else 200)
