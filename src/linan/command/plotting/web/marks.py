"""Pages of the shared map: the incident's map, drawing on it, taking a mark back."""

from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from linan.command.layers import layers_for
from linan.command.plotting.access import access_mark
from linan.command.plotting.actions import draw_mark, take_back_mark
from linan.command.plotting.domain.symbols import SYMBOLS, Drawing
from linan.command.plotting.forms import LASTS, stroke_of
from linan.command.plotting.queries import marks_of
from linan.command.web.asking import asking_choices
from linan.ground.access.decorators import signed_in
from linan.ground.access.rights import Right
from linan.ground.clock import now
from linan.ground.refusals import Refused
from linan.ground.text import say
from linan.ground.web import Request
from linan.registry.queries import building_names
from linan.response.access import access_incident
from linan.response.models import Incident


@require_GET
@signed_in
def incident_map(request: Request, incident_id: int) -> HttpResponse:
    """Show the incident's map with what was drawn on it; the live part is the list of marks alone."""
    incident = access_incident(request.standing, incident_id, to=Right.SEE)
    if request.htmx:
        return render(request, "plotting/_marks.html", _listed(request, incident))
    context = {**_listed(request, incident), **_drawing(), **asking_choices(), "layers": layers_for(request.standing)}
    return render(request, "plotting/incident_map.html", context)


@require_POST
@signed_in
def drawing(request: Request, incident_id: int) -> HttpResponse:
    """Put a mark on the map; the form comes back empty, with its list beside it."""
    incident, moment = access_incident(request.standing, incident_id, to=Right.RESPOND), now()
    try:
        draw_mark(stroke_of(request.POST, now=moment), incident=incident, by=request.person, now=moment)
    except Refused as refusal:
        return _refused(request, incident, refusal)
    if not request.htmx:
        return redirect("plotting:incident-map", incident.pk)
    return render(request, "plotting/_drawn.html", {**_listed(request, incident), **_drawing()})


@require_POST
@signed_in
def taking_back(request: Request, mark_id: int) -> HttpResponse:
    """Take a mark off the map, by name and with a reason."""
    mark = access_mark(request.standing, mark_id, to=Right.RESPOND)
    take_back_mark(mark_id=mark.pk, because=request.POST.get("because", ""), by=request.person, now=now())
    if not request.htmx:
        return redirect("plotting:incident-map", mark.incident_id)
    return render(request, "plotting/_marks.html", _listed(request, mark.incident))


def _refused(request: Request, incident: Incident, refusal: Refused) -> HttpResponse:
    context = {**_listed(request, incident), **_drawing(), "refusal": refusal, "said": request.POST}
    if request.htmx:
        return render(request, "plotting/_drawing.html", context, status=422)
    context |= {**asking_choices(), "layers": layers_for(request.standing)}
    return render(request, "plotting/incident_map.html", context, status=refusal.status)


def _listed(request: Request, incident: Incident) -> dict[str, Any]:
    moment = now()
    marks = list(marks_of(incident.pk))
    return {
        "incident": incident,
        "standing_marks": [one for one in marks if one.stands_at(moment)],
        "gone_marks": [one for one in marks if not one.stands_at(moment)],
        "may_draw": incident.is_open and request.standing.may(Right.RESPOND, path=incident.org.path),
    }


def _drawing() -> dict[str, Any]:
    titles = {Drawing.POINT: say("At one place"), Drawing.LINE: say("Lines"), Drawing.AREA: say("Areas")}
    groups = [(title, [one for one in SYMBOLS.values() if one.drawing == of]) for of, title in titles.items()]
    lasts = [(hours, say(words)) for hours, words in LASTS.items()]
    return {"symbol_groups": groups, "lasts": lasts, "buildings": building_names(), "client_id": uuid4()}
