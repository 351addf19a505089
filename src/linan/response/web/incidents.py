"""Pages of incidents."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from linan.ground.access.decorators import signed_in
from linan.ground.access.doors import require, require_in
from linan.ground.access.rights import Right
from linan.ground.clock import now
from linan.ground.refusals import Refused
from linan.ground.ui.forms import add_refusal
from linan.ground.web import Request
from linan.monitoring.access import access_alarm, access_warning
from linan.response.access import access_incident
from linan.response.actions import close_incident, open_incident
from linan.response.forms import ClosingForm, OpeningForm
from linan.response.kinds import kind_named
from linan.response.models import CloseReason, IncidentClass, Mode
from linan.response.pages import incident_page
from linan.response.queries import (
    incident_of_alarm,
    incident_of_warning,
    incidents_for_list,
    shared_incidents,
)

ON_ONE_PAGE = 40


@require_GET
@signed_in
def incidents(request: Request) -> HttpResponse:
    """Show the incidents, open ones first."""
    require(request.standing, Right.SEE)
    page = Paginator(incidents_for_list(now=now()), ON_ONE_PAGE).get_page(request.GET.get("page"))
    template = "response/_incidents.html" if request.htmx else "response/incidents.html"
    context = {
        "page": page, "may_open": request.standing.may_anywhere(Right.COMMAND),
        "shared": shared_incidents(request.standing.org_ids),
    }
    return render(request, template, context)


@require_GET
@signed_in
def incident(request: Request, incident_id: int) -> HttpResponse:
    """Show one incident: what it is, what is late, what comes next, and what has happened."""
    row = access_incident(request.standing, incident_id, to=Right.SEE)
    context = {
        "page": incident_page(row, now=now()),
        "may_command": request.standing.may(Right.COMMAND, path=row.org.path),
        "form": ClosingForm(),
    }
    return render(request, "response/_incident.html" if request.htmx else "response/incident.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def opening(request: Request) -> HttpResponse:
    """Open an incident by hand."""
    require(request.standing, Right.COMMAND)
    form = OpeningForm(request.POST or None, org_ids=request.standing.org_ids)
    if not form.is_valid():
        return render(request, "response/opening.html", {"form": form}, status=422 if form.is_bound else 200)
    said = form.cleaned_data
    require_in(request.standing, Right.COMMAND, said["org"])
    kind = kind_named(said["kind"])
    opened = open_incident(
        org=said["org"], title=f"{said['place']} {kind.name}", klass=IncidentClass(kind.klass), mode=Mode(said["mode"]),
        sub_code=kind.sub_code, place=said["place"], account=said["account"], by=request.person, now=now(),
    )
    return redirect("response:incident", opened.pk)


@require_http_methods(["GET", "POST"])
@signed_in
def closing(request: Request, incident_id: int) -> HttpResponse:
    """Close an incident with reason and summary."""
    row = access_incident(request.standing, incident_id, to=Right.COMMAND)
    form = ClosingForm(request.POST or None)
    if form.is_valid():
        said = form.cleaned_data
        try:
            close_incident(
                incident_id=row.pk, reason=CloseReason(said["reason"]), summary=said["summary"], by=request.person, now=now()
            )
            return redirect("response:report", row.pk)
        except Refused as refused:
            add_refusal(form, refused)
    context = {"form": form, "page": incident_page(row, now=now())}
    return render(request, "response/closing.html", context, status=422 if form.is_bound else 200)


@require_GET
@signed_in
def report(request: Request, incident_id: int) -> HttpResponse:
    """Show on one page what happened."""
    row = access_incident(request.standing, incident_id, to=Right.SEE)
    return render(request, "response/report.html", {"page": incident_page(row, now=now())})


@require_GET
@signed_in
def incident_of(request: Request, alarm_id: int) -> HttpResponse:
    """Show beside an alarm which incident it belongs to."""
    alarm = access_alarm(request.standing, alarm_id, to=Right.SEE)
    context = {"alarm": alarm, "incident": incident_of_alarm(alarm.pk)}
    return render(request, "response/_incident_of_alarm.html", context)


@require_GET
@signed_in
def incident_for(request: Request, card_id: int) -> HttpResponse:
    """Show beside a public warning which incident answers it."""
    card = access_warning(request.standing, card_id, to=Right.SEE)
    context = {"card": card, "incident": incident_of_warning(card.pk)}
    return render(request, "response/_incident_of_warning.html", context)
