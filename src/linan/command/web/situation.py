"""The one map and the wall screen."""

from collections.abc import Callable

import msgspec
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from linan.command.access import access_map
from linan.command.keeping import kept
from linan.command.layers import Json, base_layers, changed_layers, layers_for, live_layers, names_watched
from linan.command.wall import TURN_S, home_of, wall_at
from linan.command.web.asking import asking_choices
from linan.ground.access.decorators import signed_in
from linan.ground.clock import now
from linan.ground.web import Request
from linan.monitoring.queries import open_alarms
from linan.monitoring.warning_queries import warnings_on_map
from linan.response.queries import open_incidents

ON_SIDE = 20


@require_GET
@signed_in
def situation(request: Request) -> HttpResponse:
    """Show the one map with what is happening beside it."""
    access_map(request.standing)
    context = {
        "alarms": open_alarms(ON_SIDE), "incidents": open_incidents(), "warnings": warnings_on_map(now()),
        "layers": layers_for(request.standing), **({} if request.htmx else asking_choices()),
    }
    return render(request, "command/_side.html" if request.htmx else "command/map.html", context)


@require_GET
@signed_in
def map_base(request: Request) -> HttpResponse:
    """Send what stands still on the map."""
    access_map(request.standing)
    return _kept("base", request, base_layers)


@require_GET
@signed_in
def map_live(request: Request) -> HttpResponse:
    """Send what changes on the map; where the changed things are named, only the layers they touch."""
    access_map(request.standing)
    added = layers_for(request.standing)
    shown = ".".join(one.key for one in added)
    if "changed" not in request.GET:
        return _kept(f"live-{shown}", request, lambda: live_layers(added, now=now()))
    changed = sorted(names_watched(added) & set(request.GET["changed"].split()))
    return _kept(f"live-{shown}-{'.'.join(changed)}", request, lambda: changed_layers(added, changed, now=now()))


@require_GET
@signed_in
def wall(request: Request) -> HttpResponse:
    """Show the wall screen, readable from across the room."""
    access_map(request.standing)
    context = {"wall": wall_at(home_of(request.standing), now()), "turn_s": TURN_S, "layers": layers_for(request.standing)}
    return render(request, "command/_wall.html" if request.htmx else "command/wall.html", context)


def _kept(what: str, request: Request, make: Callable[[], Json]) -> HttpResponse:
    """Send the layers as JSON text."""
    text = kept(f"map-{what}", request.standing, lambda: msgspec.json.encode(make()))
    return HttpResponse(text, content_type="application/json")
