"""Pages of outside information: what media, weather, environment and traffic say."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from linan.command.plotting.access import access_bulletin
from linan.command.plotting.actions import note_bulletin, withdraw_bulletin
from linan.command.plotting.domain.ratings import CREDIBILITY, RELIABILITY
from linan.command.plotting.forms import heard_of
from linan.command.plotting.models import BulletinKind
from linan.command.plotting.queries import bulletins_for_list
from linan.command.wall import home_of
from linan.ground.access.decorators import signed_in
from linan.ground.access.doors import require, require_in
from linan.ground.access.rights import Right
from linan.ground.clock import now
from linan.ground.refusals import Refused
from linan.ground.text import say
from linan.ground.web import Request
from linan.response.access import access_incident
from linan.response.queries import open_incidents


@require_GET
@signed_in
def bulletins(request: Request) -> HttpResponse:
    """List outside information, the latest first, with a form to note some."""
    require(request.standing, Right.SEE)
    template = "plotting/_bulletins.html" if request.htmx else "plotting/bulletins.html"
    return render(request, template, _context(request, said={"incident": request.GET.get("incident", "")}))


@require_GET
@signed_in
def of_incident(request: Request, incident_id: int) -> HttpResponse:
    """Show on an incident's page what is said from outside about it."""
    incident = access_incident(request.standing, incident_id, to=Right.SEE)
    context = {
        "incident": incident, "bulletins": bulletins_for_list(incident.pk), "is_part": True,
        "may_note": request.standing.may(Right.RESPOND, path=incident.org.path),
    }
    return render(request, "plotting/_bulletins_of_incident.html", context)


@require_POST
@signed_in
def noting(request: Request) -> HttpResponse:
    """Note what was heard, tied to an incident where it belongs to one."""
    require(request.standing, Right.RESPOND)
    asked = request.POST.get("incident", "")
    incident = access_incident(request.standing, int(asked), to=Right.RESPOND) if asked.isdigit() else None
    org = incident.org if incident else home_of(request.standing)
    require_in(request.standing, Right.RESPOND, org)
    try:
        note_bulletin(heard_of(request.POST, now=now()), org=org, incident=incident, by=request.person, now=now())
    except Refused as refusal:
        return render(request, "plotting/bulletins.html", _context(request, refusal, request.POST), status=refusal.status)
    return redirect("plotting:bulletins")


@require_POST
@signed_in
def withdrawing(request: Request, bulletin_id: int) -> HttpResponse:
    """Say that something no longer holds, by name and with a reason."""
    bulletin = access_bulletin(request.standing, bulletin_id, to=Right.RESPOND)
    withdraw_bulletin(bulletin_id=bulletin.pk, because=request.POST.get("because", ""), by=request.person, now=now())
    return redirect("plotting:bulletins")


def _context(request: Request, refusal: Refused | None = None, said: Any = None) -> dict[str, Any]:
    return {
        "bulletins": bulletins_for_list(), "may_note": request.standing.may_anywhere(Right.RESPOND),
        "may_configure": request.standing.may_anywhere(Right.CONFIGURE), "incidents": open_incidents(),
        "kinds": BulletinKind.choices, "reliability": [(key, say(word)) for key, word in RELIABILITY.items()],
        "credibility": [(key, say(word)) for key, word in CREDIBILITY.items()], "refusal": refusal, "said": said or {},
    }
