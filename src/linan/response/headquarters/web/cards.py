"""Pages of decision cards, on the incident and at the front of whoever leads the answer."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from linan.ground.access.decorators import signed_in
from linan.ground.access.doors import require
from linan.ground.access.rights import Right
from linan.ground.clock import now
from linan.ground.web import Request
from linan.response.access import access_incident
from linan.response.headquarters.actions.choices import decline_point, note_look, take_option
from linan.response.headquarters.cards import cards_of
from linan.response.queries import open_incidents

MOST_INCIDENTS = 3


@require_GET
@signed_in
def cards(request: Request, incident_id: int) -> HttpResponse:
    """Show what changed in an incident since the person looked, what is late, and what comes next."""
    row = access_incident(request.standing, incident_id, to=Right.SEE)
    context = {
        "cards": cards_of(row, person=request.person, now=now()),
        "may_command": row.is_open and request.standing.may(Right.COMMAND, path=row.org.path),
    }
    return render(request, "headquarters/_cards.html" if request.htmx else "headquarters/cards.html", context)


@require_GET
@signed_in
def front(request: Request) -> HttpResponse:
    """Show on the front of whoever leads the answer what is late in the open incidents."""
    require(request.standing, Right.COMMAND)
    moment = now()
    shown = [cards_of(one, person=request.person, now=moment) for one in open_incidents()[:MOST_INCIDENTS]]
    return render(request, "headquarters/_front.html" if request.htmx else "headquarters/front.html", {"shown": shown})


@require_POST
@signed_in
def seen(request: Request, incident_id: int) -> HttpResponse:
    """Keep that the person has seen what happened up to now."""
    row = access_incident(request.standing, incident_id, to=Right.SEE)
    note_look(incident_id=row.pk, by=request.person, now=now())
    return redirect("headquarters:cards" if request.htmx else "response:incident", row.pk)


@require_POST
@signed_in
def choosing(request: Request, incident_id: int) -> HttpResponse:
    """Take an option about an open matter, or decline it with the reason."""
    row = access_incident(request.standing, incident_id, to=Right.COMMAND)
    point, option = request.POST.get("point", ""), request.POST.get("option", "")
    if option:
        chosen = take_option(incident_id=row.pk, point=point, option=option, by=request.person, now=now())
        return redirect(chosen.url or "response:incident", *([] if chosen.url else [row.pk]))
    decline_point(incident_id=row.pk, point=point, reason=request.POST.get("reason", ""), by=request.person, now=now())
    return redirect("response:incident", row.pk)
