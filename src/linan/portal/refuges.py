"""The open shelters, for everybody: where, how far, whether there is room. No sign-in, nothing personal."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from linan.ground.access.scopes import everywhere
from linan.ground.clock import now
from linan.logistics.shelters.pages import ShownShelter, shown_shelters
from linan.portal.refuge_map import Spot, drawing
from linan.registry.models import Building
from linan.registry.queries import distance_m, find_buildings

CHOICES_MOST, ON_MAP_MOST, PREPARED_MOST = 12, 12, 12
_TONES = {"open": "green", "full": "red", "closed": "grey"}


@dataclass(frozen=True, slots=True)
class Refuge:
    """A shelter as everybody sees it. metres: as the crow flies, None where no place was chosen."""

    number: int
    shown: ShownShelter
    metres: int | None


@never_cache
@require_GET
def shelters(request: HttpRequest) -> HttpResponse:
    """Show the open shelters, the nearest to a chosen building first."""
    typed = request.GET.get("from", "").replace("\0", "").strip()[:80]
    with everywhere():
        places = _buildings(typed, request.GET.get("at", ""))
        here = places[0] if len(places) == 1 else None
        found = [_refuge(one, here) for one in shown_shelters()]
        in_use = _numbered([one for one in found if one.shown.is_in_use])
        prepared = _nearest([one for one in found if not one.shown.is_in_use])[:PREPARED_MOST]
        drawn = drawing(_spots(in_use or prepared, here))
    context = {
        "typed": typed, "choices": places if len(places) > 1 else [], "here": here, "refuges": in_use,
        "prepared": prepared, "drawing": drawn, "at": now(), "is_unknown": bool(typed) and not places,
    }
    return render(request, "portal/shelters.html", context)


def _buildings(typed: str, chosen: str) -> list[Building]:
    if chosen.isdigit():
        return list(Building.objects.filter(pk=chosen).select_related("org"))
    if not typed:
        return []
    exact = list(Building.objects.filter(name=typed).select_related("org")[:CHOICES_MOST])
    return exact or list(find_buildings(text=typed)[:CHOICES_MOST])


def _refuge(shown: ShownShelter, here: Building | None) -> Refuge:
    row = shown.shelter
    metres = round(distance_m(here.lon, here.lat, row.lon, row.lat) / 10) * 10 if here else None
    return Refuge(0, shown, metres)


def _numbered(refuges: Sequence[Refuge]) -> list[Refuge]:
    return [Refuge(at + 1, one.shown, one.metres) for at, one in enumerate(_nearest(refuges))]


def _nearest(refuges: Sequence[Refuge]) -> list[Refuge]:
    """Return those with room first, then the nearest; without a place, the emptiest."""
    return sorted(
        refuges, key=lambda one: (one.shown.shelter.status == "full", one.metres or 0, -one.shown.filling.free)
    )


def _spots(refuges: Sequence[Refuge], here: Building | None) -> list[Spot]:
    spots = [
        Spot(one.shown.shelter.lon, one.shown.shelter.lat, str(one.number or ""), _TONES[one.shown.shelter.status])
        for one in refuges[:ON_MAP_MOST]
    ]
    return [*spots, Spot(here.lon, here.lat, "", "here")] if here else spots
