"""Pages of danger zones: the list, declaring one, who is in it, another outline."""

import json
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods

from linan.command.evacuations.access import access_zone
from linan.command.evacuations.actions.zones import declare_zone, redraw_zone
from linan.command.evacuations.forms import OutlineForm, ZoneForm
from linan.command.evacuations.layers import zone_layers
from linan.command.evacuations.pages import named_doors, zone_page
from linan.command.evacuations.queries import zones_for_list, zones_of_incident
from linan.ground.access.decorators import signed_in
from linan.ground.access.doors import require, require_in
from linan.ground.access.rights import Right
from linan.ground.clock import now
from linan.ground.web import Request
from linan.monitoring.warning_queries import warnings_on_map
from linan.registry.models import Building
from linan.response.access import access_incident
from linan.response.models import Incident


@require_GET
@signed_in
def zones(request: Request) -> HttpResponse:
    """Show the zones, those in force first."""
    require(request.standing, Right.SEE)
    context = {"zones": zones_for_list(), "may_command": request.standing.may_anywhere(Right.COMMAND)}
    return render(request, "evacuations/_zones.html" if request.htmx else "evacuations/zones.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def declaring(request: Request) -> HttpResponse:
    """Declare a danger zone, for an incident where one is named."""
    require(request.standing, Right.COMMAND)
    incident = _incident(request)
    form = ZoneForm(
        request.POST or None, initial=_first(request, incident), org_ids=request.standing.org_ids,
        cards=warnings_on_map(now()),
    )
    if form.is_valid():
        org = form.cleaned_data["org"]
        require_in(request.standing, Right.COMMAND, org)
        zone = declare_zone(form.outlined(), org=org, incident=incident, by=request.person, now=now())
        return redirect("evacuations:zone", zone.pk)
    return render(request, "evacuations/declaring.html", {"form": form, "incident": incident})


@require_GET
@signed_in
def zone(request: Request, zone_id: int) -> HttpResponse:
    """Show a zone: where it is, who is in it, what is being done."""
    found = access_zone(request.standing, zone_id, to=Right.SEE)
    page = zone_page(found, standing=request.standing, now=now())
    return render(request, "evacuations/_zone.html" if request.htmx else "evacuations/zone.html", {"page": page})


@require_GET
@signed_in
def people(request: Request, zone_id: int) -> HttpResponse:
    """Show the households of a zone by name, to those who may see names."""
    found = access_zone(request.standing, zone_id, to=Right.SEE_PERSONAL)
    return render(request, "evacuations/zone_people.html", {"zone": found, "doors": named_doors(found)})


@require_http_methods(["GET", "POST"])
@signed_in
def outline(request: Request, zone_id: int) -> HttpResponse:
    """Draw a zone anew."""
    found = access_zone(request.standing, zone_id, to=Right.COMMAND)
    form = OutlineForm(request.POST or None, initial={"polygon": json.dumps(found.polygon)})
    if form.is_valid():
        redraw_zone(zone_id=found.pk, polygon=form.cleaned_data["outline"], by=request.person, now=now())
        return redirect("evacuations:zone", found.pk)
    return render(request, "evacuations/outline.html", {"form": form, "zone": found})


@require_GET
@signed_in
def zone_map(request: Request, zone_id: int) -> HttpResponse:
    """Send what the map of a zone draws."""
    found = access_zone(request.standing, zone_id, to=Right.SEE)
    return JsonResponse(zone_layers(found))


@require_GET
@signed_in
def of_incident(request: Request, incident_id: int) -> HttpResponse:
    """Show the zones of an incident on its page."""
    incident = access_incident(request.standing, incident_id, to=Right.SEE)
    context = {
        "incident": incident, "zones": zones_of_incident(incident.pk),
        "may_command": request.standing.may(Right.COMMAND, path=incident.org.path),
    }
    return render(request, "evacuations/_zones_of_incident.html", context)


def _incident(request: Request) -> Incident | None:
    named = request.GET.get("incident", "")
    return access_incident(request.standing, int(named), to=Right.COMMAND) if named.isdecimal() else None


def _first(request: Request, incident: Incident | None) -> dict[str, Any]:
    """Return what can be known before anything is typed."""
    first: dict[str, Any] = {"source": request.GET.get("source", "drawn"), "radius_m": 150}
    first |= {"authority": f"{request.person.full_name}"}
    for source in ("building", "warning"):
        if named := request.GET.get(source, ""):
            first |= {source: named, "source": source}
    if building := _building(first.get("building", "")):
        first |= {"org": building.org_id, "name": gettext("Danger zone: %(title)s") % {"title": building.name}}
    if incident:
        words = gettext("Danger zone: %(title)s") % {"title": incident.title}
        first |= {"org": incident.org_id, "name": words[:80], "lon": incident.lon, "lat": incident.lat}
        first |= {"building": incident.building_id, "reason": incident.title}
    return first


def _building(named: str) -> Building | None:
    return Building.objects.filter(pk=int(named)).first() if named.isdecimal() else None
