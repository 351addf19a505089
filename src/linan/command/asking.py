"""Spatial questions to the map: who lives inside an area, what stands around a place, where the nearest hydrant is."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

import numpy as np
from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from shapely import prepare
from shapely.geometry import Point, mapping, shape

from linan.command.deployment.queries import roads
from linan.command.domain.deployment.roads import WALKING_M_S, Travel, circle
from linan.command.map_layers import place_words
from linan.ground.places.geojson import checked_geometry
from linan.ground.places.geometry import Box, area_m2, box_of, centre_of, distance_m
from linan.ground.refusals import Refused
from linan.ground.text import noop
from linan.monitoring.models import Device
from linan.registry.models import (
    Building,
    Household,
    Need,
    NeedKind,
    ProtectedTarget,
    Resident,
    Resource,
    ResourceKind,
    RiskSource,
)

METRES = (100, 300, 500, 1000)
USUAL_M = 300
HYDRANTS = 3
HYDRANTS_LOOKED_AT = 12  # nearest as the crow flies; a way around a block is not longer than four such distances
KINDS = frozenset({"Point", "Polygon"})


class PlaceMissing(Refused):
    """A question about a place needs the place."""

    code = "place_missing"
    msgid = noop("Draw the place or the area on the map, or choose a building.")


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked. area: GeoJSON polygon; around: the place in its middle, lon, lat; metres: None for a drawn area."""

    area: dict[str, Any]
    around: tuple[float, float]
    metres: int | None


@dataclass(frozen=True, slots=True)
class Inhabited:
    """A building inside with how many households and people are registered there."""

    building: Building
    households: int
    people: int


@dataclass(frozen=True, slots=True)
class Near:
    """Something that stands there. away_m: from the middle, as the crow flies."""

    name: str
    words: str
    url: str
    away_m: int


@dataclass(frozen=True, slots=True)
class Walk:
    """A hydrant and the way to it. walk_m: along the paths, None where none leads there."""

    hydrant: Resource
    away_m: int
    walk_m: int | None


@dataclass(frozen=True, slots=True)
class Answer:
    """All that the map knows of an area. needs: (word, people), empty where personal things may not be seen."""

    question: Question
    area_m2: int
    buildings: Sequence[Inhabited]
    needs: Sequence[tuple[str, int]]
    groups: Sequence[tuple[str, str, Sequence[Near]]]
    hydrants: Sequence[Walk]

    @property
    def lived_in(self) -> list[Inhabited]:
        """The buildings where somebody is registered, the fullest first."""
        return [one for one in self.buildings if one.households]

    @property
    def empty(self) -> int:
        """How many buildings have nobody registered."""
        return len(self.buildings) - len(self.lived_in)

    @property
    def people(self) -> int:
        """How many people are registered inside."""
        return sum(one.people for one in self.buildings)

    @property
    def households(self) -> int:
        """How many households are registered inside."""
        return sum(one.households for one in self.buildings)


def question_of(said: Mapping[str, str]) -> Question:
    """Return the question of a form: a drawn geometry or a building, and the metres around a point.

    Raises: PlaceMissing, BadGeometry, BadPlace.
    """
    asked = said.get("metres", "")
    metres = int(asked) if asked.isdigit() and int(asked) in METRES else USUAL_M
    geometry = _geometry_of(said)
    if geometry["type"] == "Polygon":
        return Question(geometry, centre_of(geometry), None)
    lon, lat = geometry["coordinates"]
    return Question(dict(mapping(circle(lon, lat, metres))), (lon, lat), metres)


def _geometry_of(said: Mapping[str, str]) -> dict[str, Any]:
    drawn, pk = said.get("geometry", "").strip(), said.get("building", "")
    if drawn:
        return checked_geometry(drawn, kinds=KINDS, field="geometry")
    building = Building.objects.filter(pk=pk).first() if pk.isdigit() else None
    if building is None:
        raise PlaceMissing(field="geometry")
    return {"type": "Point", "coordinates": [building.lon, building.lat]}


def answer_to(question: Question, *, with_needs: bool) -> Answer:
    """Return what stands inside the area and who is registered there."""
    return Answer(
        question=question, area_m2=round(area_m2(question.area)), buildings=_inhabited(buildings_inside(question)),
        needs=_needs(people_inside(question)) if with_needs else (), groups=_groups(question),
        hydrants=nearest_hydrants(*question.around),
    )


def buildings_inside(question: Question) -> list[Building]:
    """Return the buildings whose middle lies in the area, by name."""
    return list(_inside(Building.objects.defer("footprint"), question))


def people_inside(question: Question) -> QuerySet[Resident]:
    """Return the residents of the buildings inside, by building and door."""
    rows = Resident.objects.filter(household__building__in=[one.pk for one in buildings_inside(question)])
    order = ("household__building__name", "household__unit", "household__floor", "household__door", "pk")
    return rows.select_related("household__building", "org").prefetch_related("needs").order_by(*order)


def nearest_hydrants(lon: float, lat: float) -> list[Walk]:
    """Return the nearest hydrants on foot, around what is closed; those no path leads to stand last."""
    hydrants = list(Resource.objects.filter(kind=ResourceKind.HYDRANT))
    hydrants = sorted(hydrants, key=lambda one: distance_m(lon, lat, one.lon, one.lat))[:HYDRANTS_LOOKED_AT]
    if not hydrants:
        return []
    goals = np.array([(one.lon, one.lat) for one in hydrants])
    seconds = roads([Travel.FOOT])[Travel.FOOT].seconds(np.array([[lon, lat]]), goals)[0]
    walks = [
        Walk(one, round(distance_m(lon, lat, one.lon, one.lat)), round(s * WALKING_M_S) if isfinite(s) else None)
        for one, s in zip(hydrants, seconds.tolist(), strict=True)
    ]
    return sorted(walks, key=lambda one: (one.walk_m is None, one.walk_m or one.away_m))[:HYDRANTS]


def _inside(rows: QuerySet[Any], question: Question) -> Iterable[Any]:
    box: Box = box_of(question.area)
    outline = shape(question.area)
    prepare(outline)
    near = rows.filter(lon__range=(box.west, box.east), lat__range=(box.south, box.north))
    return (one for one in near if outline.intersects(Point(one.lon, one.lat)))


def _inhabited(buildings: Sequence[Building]) -> list[Inhabited]:
    of = [one.pk for one in buildings]
    households = Counter(Household.objects.filter(building__in=of).values_list("building_id", flat=True))
    people = Counter(Resident.objects.filter(household__building__in=of).values_list("household__building_id", flat=True))
    found = [Inhabited(one, households[one.pk], people[one.pk]) for one in buildings]
    return sorted(found, key=lambda one: -one.people)


def _needs(people: QuerySet[Resident]) -> list[tuple[str, int]]:
    rows = Need.objects.filter(resident__in=people.order_by().values("pk")).order_by()
    counts = dict(rows.values_list("kind").annotate(Count("pk")))
    return [(str(kind.label), counts[kind.value]) for kind in NeedKind if kind.value in counts]


def _groups(question: Question) -> list[tuple[str, str, Sequence[Near]]]:
    """Return (title, icon, what stands there), the nearest first."""
    return [
        (noop("Resources"), "hydrant", _near(Resource.objects.all(), question, place_words, "registry:resource")),
        (noop("Risk sources"), "fire", _near(RiskSource.objects.all(), question, place_words, "registry:risk-source")),
        (
            noop("Protected targets"), "shield",
            _near(ProtectedTarget.objects.all(), question, place_words, "registry:protected-target"),
        ),
        (noop("Sensors"), "device", _near(Device.objects.filter(lon__isnull=False), question, _state, "monitoring:device")),
    ]


def _near(rows: QuerySet[Any], question: Question, words: Callable[[Any], str], page: str) -> list[Near]:
    lon, lat = question.around
    found = [
        Near(one.name, words(one), reverse(page, args=[one.pk]), round(distance_m(lon, lat, one.lon, one.lat)))
        for one in _inside(rows, question)
    ]
    return sorted(found, key=lambda one: (one.away_m, one.name))


def _state(device: Device) -> str:
    if device.in_maintenance:
        return gettext("in maintenance")
    return gettext("silent") if device.is_silent else gettext("reporting")
