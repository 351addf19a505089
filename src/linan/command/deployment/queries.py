"""What is asked of the domain: roads, who can be sent from where, what is needed."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil

import numpy as np
import shapely
from django.db.models import QuerySet, Sum
from shapely.geometry import shape

from linan.command.deployment.models import (
    Deployment,
    DeploymentItem,
    DeploymentStatus,
    Need,
    Readiness,
    RoadClosure,
    Sendable,
    Stock,
    Team,
    Vehicle,
)
from linan.command.domain.deployment.coverage import Base, Floats, arrivals
from linan.command.domain.deployment.question import Pin, Question, Source, Want
from linan.command.domain.deployment.roads import Roads, Travel, Way, circle
from linan.command.evacuations.models import DangerZone, ZoneStatus
from linan.command.models import LayerKind, MapLayer
from linan.ground.text import noop

LOADING_MIN = 5  # assumed: minutes until pieces of a stock are on a vehicle
ONEWAY = frozenset({"yes", "true", "1"})
HELD_BACK = {
    Readiness.READY: "",
    Readiness.DEPLOYED: noop("%(name)s is deployed already."),
    Readiness.RESTING: noop("%(name)s is resting."),
    Readiness.OFF: noop("%(name)s is not available."),
}


@dataclass(frozen=True, slots=True)
class Listed:
    """Something that can be sent, as the domain knows it and as it stands in its table."""

    source: Source
    base: Base
    thing: Sendable | Stock


def ways() -> list[Way]:
    """Return the roads and paths of the base map."""
    layer = MapLayer.objects.filter(kind=LayerKind.ROADS).first()
    return [_way(one) for one in layer.features["features"]] if layer else []


def roads(travels: Collection[Travel], *, known: Sequence[Way] | None = None) -> dict[Travel, Roads]:
    """Return the roads for each way of travelling, without those closed now. known: ways() where they were read already."""
    known, closed = ways() if known is None else known, _union(_circles())
    return {travel: Roads(known, travel, closed) for travel in travels}


def closures() -> QuerySet[RoadClosure]:
    """Return the roads closed now."""
    return RoadClosure.objects.filter(reopened_at=None)


def sendables() -> list[Listed]:
    """Return all teams, vehicles and stocks in sight."""
    stocks = Stock.objects.filter(amount__gt=0).select_related("resource")
    return [
        *(_team(one) for one in Team.objects.select_related("leader")),
        *(_vehicle(one) for one in Vehicle.objects.select_related("leader")),
        *(_stock(one) for one in stocks),
    ]


def arrivals_at(listed: Sequence[Listed], goals: Floats, *, known: Sequence[Way] | None = None) -> Floats:
    """Return (listed, goals) seconds from the order until each is there; inf: no way. goals: (n, 2) lon, lat.

    Nobody travels through a danger zone in force; who stands in one may leave it, and one is entered where it is the goal.
    known: ways() where they were read already.
    """
    bases, travels = [one.base for one in listed], {one.base.travel for one in listed}
    known, circles, danger = ways() if known is None else known, _circles(), _danger()
    through = arrivals({one: Roads(known, one, _union(circles)) for one in travels}, bases, goals)
    if danger is None:
        return through
    around = arrivals({one: Roads(known, one, _union([*circles, danger])) for one in travels}, bases, goals)
    leaves = shapely.contains_xy(danger, [one.lon for one in bases], [one.lat for one in bases])
    enters = shapely.contains_xy(danger, goals[:, 0], goals[:, 1])
    return np.where(leaves[:, None] | enters[None, :], through, around)


def open_needs(incident_id: int) -> list[Need]:
    """Return the needs of an incident that were not called off, most urgent first."""
    return list(Need.objects.filter(incident_id=incident_id, called_off_at=None))


def sent_amounts(incident_id: int) -> dict[int, int]:
    """Return {need id: how much is there or under way} of an incident."""
    rows = under_way().filter(need__incident_id=incident_id).order_by()
    return dict(rows.values_list("need_id").annotate(Sum("amount")))


def under_way() -> QuerySet[DeploymentItem]:
    """Return what was sent and is not back."""
    return DeploymentItem.objects.filter(deployment__status=DeploymentStatus.SENT, back_at=None)


def proposal_of(incident_id: int) -> Deployment | None:
    """Return what is proposed for an incident and not sent yet."""
    return Deployment.objects.filter(incident_id=incident_id, status=DeploymentStatus.PROPOSED).first()


def question_of(
    incident_id: int, listed: Sequence[Listed], *, now: datetime, pins: Iterable[Pin] = (),
    kept: Collection[tuple[str, str]] = (),
) -> Question:
    """Return what to ask the assignment for an incident: what was sent already counts as there."""
    sent = sent_amounts(incident_id)
    needs = [need for need in open_needs(incident_id) if need.how_many > sent.get(need.pk, 0)]
    goals = np.array([(need.lon, need.lat) for need in needs], float).reshape(-1, 2)
    there = arrivals_at(listed, goals)
    arrives = {
        (one.source.key, want_key(need)): ceil(there[row, column])
        for row, one in enumerate(listed) for column, need in enumerate(needs) if np.isfinite(there[row, column])
    }
    wants = tuple(_want(need, need.how_many - sent.get(need.pk, 0), now=now) for need in needs)
    known = {one.key for one in wants}
    valid = tuple(pin for pin in pins if pin.want is None or pin.want in known)
    return Question(tuple(one.source for one in listed), wants, arrives, valid, frozenset(kept))


def want_key(need: Need) -> str:
    """Return the name of a need in the assignment."""
    return f"need-{need.pk}"


def _way(feature: dict[str, object]) -> Way:
    said: dict[str, str] = feature["properties"]  # type: ignore[assignment]
    line: list[list[float]] = feature["geometry"]["coordinates"]  # type: ignore[index]
    corners = [(lon, lat) for lon, lat, *_ in line]
    backwards = said.get("oneway") == "-1"
    return Way(tuple(reversed(corners) if backwards else corners), said.get("kind", ""), backwards or said.get("oneway") in ONEWAY)


def _circles() -> list[shapely.Geometry]:
    return [circle(one.lon, one.lat, one.radius_m) for one in closures()]


def _danger() -> shapely.Geometry | None:
    zones = DangerZone.objects.filter(status=ZoneStatus.IN_FORCE).values_list("polygon", flat=True)
    return _union([shape(one) for one in zones])


def _union(shapes: Sequence[shapely.Geometry]) -> shapely.Geometry | None:
    return shapely.union_all(shapes) if len(shapes) else None


def _team(team: Team) -> Listed:
    source = Source(f"team-{team.pk}", team.name, frozenset(team.skills), team.members, held_back=_held_back(team))
    return Listed(source, _base(team, Travel(team.travel_by)), team)


def _vehicle(vehicle: Vehicle) -> Listed:
    source = Source(f"vehicle-{vehicle.pk}", vehicle.name, frozenset({vehicle.kind}), 1, held_back=_held_back(vehicle))
    return Listed(source, _base(vehicle, Travel.VEHICLE), vehicle)


def _stock(stock: Stock) -> Listed:
    place = stock.resource
    source = Source(f"stock-{stock.pk}", place.name, frozenset({stock.item}), stock.amount, is_whole=False)
    return Listed(source, Base(place.lon, place.lat, Travel.VEHICLE, LOADING_MIN * 60), stock)


def _base(one: Sendable, travel: Travel) -> Base:
    return Base(one.lon, one.lat, travel, one.turn_out_min * 60)


def _held_back(one: Sendable) -> str:
    return HELD_BACK[Readiness(one.readiness)]


def _want(need: Need, amount: int, *, now: datetime) -> Want:
    within_s = int((need.by_when - now).total_seconds()) if need.by_when else None
    return Want(want_key(need), str(need), need.what, amount, need.urgency, within_s)
