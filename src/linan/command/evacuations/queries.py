"""Reads of zones, evacuations and orders."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from shapely import prepare
from shapely.geometry import Point, shape

from linan.command.evacuations.domain.presence import ASSUMED, Hours, hours_at, probably_there
from linan.command.evacuations.models import DangerZone, Evacuation, EvacuationOrder
from linan.ground.orgs.queries import subtree_ids
from linan.registry.models import Building, Household, Need, NeedKind, Resident


@dataclass(frozen=True, slots=True)
class InZone:
    """A building in a zone with how many are registered there."""

    building: Building
    households: int
    people: int


@dataclass(frozen=True, slots=True)
class ZonePeople:
    """Who is in a zone. there_now: probably at home at `hours`; needs: (kind, word, people), empty where unseen."""

    buildings: Sequence[InZone]
    households: int
    people: int
    there_now: int
    hours: Hours
    is_assumed: bool
    needs: Sequence[tuple[str, str, int]]

    @property
    def lived_in(self) -> list[InZone]:
        """The buildings where somebody is registered."""
        return [one for one in self.buildings if one.households]

    @property
    def empty(self) -> list[InZone]:
        """The buildings where nobody is registered."""
        return [one for one in self.buildings if not one.households]


def zones_for_list() -> QuerySet[DangerZone]:
    """Return the zones in sight, those in force first."""
    return DangerZone.objects.select_related("org", "incident").prefetch_related("evacuations").order_by(
        "-status", "-declared_at"
    )


def zones_of_incident(incident_id: int) -> QuerySet[DangerZone]:
    """Return the zones of an incident, the newest first."""
    return DangerZone.objects.filter(incident_id=incident_id).prefetch_related("evacuations").order_by("-declared_at")


def buildings_in_zone(zone: DangerZone) -> list[Building]:
    """Return the buildings of the zone's organisation that stand in it, by name."""
    if zone.building_id:
        return list(Building.objects.filter(pk=zone.building_id))
    outline = shape(zone.polygon)
    prepare(outline)
    west, south, east, north = outline.bounds
    rows = Building.objects.filter(
        org_id__in=subtree_ids([zone.org_id]), lon__range=(west, east), lat__range=(south, north)
    )
    return [row for row in rows.defer("footprint") if outline.intersects(Point(row.lon, row.lat))]


def households_in_zone(zone: DangerZone) -> QuerySet[Household]:
    """Return the households that must leave a zone, with `headcount`, in the order of doors."""
    rows = Household.objects.filter(building__in=[one.pk for one in buildings_in_zone(zone)])
    if zone.floors:
        rows = rows.filter(floor__in=zone.floors)
    return rows.annotate(headcount=Count("residents")).select_related("building").order_by(
        "building__name", "building_id", "unit", "-floor", "door"
    )


def zone_people(zone: DangerZone, *, with_needs: bool, now: datetime) -> ZonePeople:
    """Return who is registered in a zone and who is probably there at this moment."""
    buildings = buildings_in_zone(zone)
    households = Household.objects.filter(building__in=[one.pk for one in buildings])
    residents = Resident.objects.filter(household__building__in=[one.pk for one in buildings])
    if zone.floors:
        households = households.filter(floor__in=zone.floors)
        residents = residents.filter(household__floor__in=zone.floors)
    local = timezone.localtime(now)
    doors = Counter(households.values_list("building_id", flat=True))
    heads = list(residents.values_list("household__building_id", "birth_year"))
    people = Counter(building_id for building_id, _ in heads)
    hours = hours_at(local)
    return ZonePeople(
        buildings=[InZone(one, doors[one.pk], people[one.pk]) for one in buildings],
        households=sum(doors.values()), people=len(heads),
        there_now=probably_there((year for _, year in heads), local=local), hours=hours, is_assumed=hours in ASSUMED,
        needs=_needs(residents) if with_needs else (),
    )


def _needs(residents: QuerySet[Resident]) -> list[tuple[str, str, int]]:
    counts = dict(
        Need.objects.filter(resident__in=residents.values("pk")).order_by().values_list("kind").annotate(Count("pk"))
    )
    return [(kind.value, str(kind.label), counts[kind.value]) for kind in NeedKind if kind.value in counts]


def evacuation_of_zone(zone: DangerZone) -> Evacuation | None:
    """Return the newest evacuation of a zone."""
    return zone.evacuations.order_by("-asked_at").first()


def orders_in_force(evacuation_id: int) -> QuerySet[EvacuationOrder]:
    """Return the orders that hold, in the order of doors."""
    rows = EvacuationOrder.objects.filter(evacuation_id=evacuation_id, withdrawn_at=None)
    return rows.select_related("household__building", "helper", "shelter", "evacuation__zone").order_by(
        "household__building__name", "household__building_id", "household__unit", "-household__floor", "household__door"
    )


def order_counts(evacuation_id: int) -> dict[str, int]:
    """Return how many households have an order, how many no way out, how many got another order than at first."""
    rows = EvacuationOrder.objects.filter(evacuation_id=evacuation_id)
    return rows.aggregate(
        ordered=Count("pk", filter=Q(withdrawn_at=None, route__isnull=False)),
        unreachable=Count("pk", filter=Q(withdrawn_at=None, route__isnull=True)),
        changed=Count("pk", filter=Q(withdrawn_at=None, number__gt=1)),
    )
