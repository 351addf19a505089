"""Made-up teams, vehicles and supplies of the demonstration street, so that somebody can be sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from linan.command.deployment.actions.readiness import (
    close_road,
    enter_sendable,
    enter_stock,
    set_readiness,
)
from linan.command.deployment.models import (
    Item,
    Readiness,
    Skill,
    Stock,
    Team,
    TeamKind,
    TravelBy,
    Vehicle,
    VehicleKind,
)
from linan.ground.orgs.models import Org
from linan.ground.people.models import SYSTEM, Person
from linan.registry.models import Resource


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """A team to be. east_m, north_m: from its community's middle."""

    name: str
    kind: TeamKind
    skills: tuple[Skill, ...]
    members: int
    base: str
    east_m: float = 0.0
    north_m: float = 0.0
    travel_by: TravelBy = TravelBy.EBIKE
    turn_out_min: int = 1
    readiness: Readiness = Readiness.READY
    leader: str = ""
    phone: str = ""


METRE_EAST, METRE_NORTH = 1 / 94_360, 1 / 111_320  # degrees at 32.045 degrees north
TEAMS = (
    _Told(
        name="演示微型消防站一班", kind=TeamKind.MICRO_FIRE_STATION, skills=(Skill.FIRE, Skill.SEARCH, Skill.CORDON), members=6,
        base="演示微型消防站", leader="responder", phone="12000000119",
    ),
    _Told(
        name="演示微型消防站二班", kind=TeamKind.MICRO_FIRE_STATION, skills=(Skill.FIRE, Skill.EVACUATION), members=3,
        base="演示微型消防站", readiness=Readiness.RESTING, turn_out_min=5,
    ),
    _Told(
        name="演示第一物业工程班", kind=TeamKind.PROPERTY, skills=(Skill.UTILITIES, Skill.FLOOD, Skill.CORDON), members=4,
        base="演示第一物业值班室", east_m=-160, north_m=90, travel_by=TravelBy.FOOT, turn_out_min=2, leader="property",
        phone="12000000201",
    ),
    _Told(
        name="演示志愿服务队", kind=TeamKind.VOLUNTEERS, skills=(Skill.EVACUATION, Skill.COMFORT), members=12,
        base="演示志愿服务站", east_m=120, north_m=-140, travel_by=TravelBy.FOOT, turn_out_min=10,
    ),
    _Told(
        name="演示卫生服务站急救组", kind=TeamKind.MEDICAL, skills=(Skill.FIRST_AID, Skill.COMFORT), members=2,
        base="演示社区卫生服务站", east_m=210, north_m=130, turn_out_min=3, phone="12000000120",
    ),
    _Told(
        name="演示巡防队", kind=TeamKind.PATROL, skills=(Skill.CORDON, Skill.EVACUATION), members=4, base="演示警务室",
        east_m=-220, north_m=-180, turn_out_min=2,
    ),
)
STREET_TEAM = _Told(
    name="演示街道应急救援队", kind=TeamKind.RESCUE, skills=(Skill.FIRE, Skill.SEARCH, Skill.FLOOD, Skill.FIRST_AID), members=10,
    base="演示街道办事处", travel_by=TravelBy.VEHICLE, turn_out_min=5, phone="12000000100",
)
VEHICLES = (("演示小型消防车", VehicleKind.FIRE_ENGINE, 1), ("演示面包车", VehicleKind.VAN, 3))
STOCKS = ((Item.WATER, 480), (Item.BLANKET, 60), (Item.EXTINGUISHER, 40), (Item.MASK, 120), (Item.STRETCHER, 4), (Item.SANDBAG, 300))


def add_teams(street: Org, communities: Sequence[Org], *, now: datetime) -> None:
    """Add what can be sent: most in the first community, a micro fire station in each of the others, one team of the street."""
    first, *others = communities
    people = {one.username: one for one in Person.objects.filter(is_demo=True)}
    for told in TEAMS:
        _add_team(first, told, people, now=now)
    for place in others:
        _add_team(place, _station_of(place), people, now=now)
    _add_team(street, STREET_TEAM, people, now=now)
    for name, kind, minutes in VEHICLES:
        _add_vehicle(first, name, kind, minutes, now=now)
    _add_stocks(first, now=now)
    close_road(
        org=first, place="演示第一社区东侧支路", reason="排水管沟开挖", lon=_lon(first, 190), lat=_lat(first, -60), radius_m=15,
        by=SYSTEM, now=now,
    )


def _station_of(place: Org) -> _Told:
    return _Told(
        name=f"{place.name}微型消防站", kind=TeamKind.MICRO_FIRE_STATION, skills=(Skill.FIRE, Skill.EVACUATION), members=6,
        base=f"{place.name}居委会",
    )


def _add_team(org: Org, told: _Told, people: dict[str, Person], *, now: datetime) -> None:
    team = Team(
        org=org, name=told.name, kind=told.kind, skills=list(told.skills), members=told.members, base=told.base,
        lon=_lon(org, told.east_m), lat=_lat(org, told.north_m), travel_by=told.travel_by, turn_out_min=told.turn_out_min,
        leader=people.get(told.leader), phone=told.phone,
    )
    enter_sendable(team, by=SYSTEM, now=now)
    if told.readiness != Readiness.READY:
        set_readiness(team, to=told.readiness, by=SYSTEM, now=now)


def _add_vehicle(org: Org, name: str, kind: VehicleKind, minutes: int, *, now: datetime) -> None:
    place = {"base": "演示微型消防站", "lon": _lon(org, 0), "lat": _lat(org, 0)}
    enter_sendable(Vehicle(org=org, name=name, kind=kind, turn_out_min=minutes, **place), by=SYSTEM, now=now)


def _add_stocks(org: Org, *, now: datetime) -> None:
    store = Resource.objects.create(
        org=org, code="demo-store-1", kind="store", name="演示应急物资点", lon=_lon(org, 60), lat=_lat(org, 40)
    )
    for item, amount in STOCKS:
        enter_stock(stock=Stock(resource=store, item=item, amount=amount), by=SYSTEM, now=now)


def _lon(org: Org, east_m: float) -> float:
    return (org.lon or 0.0) + east_m * METRE_EAST


def _lat(org: Org, north_m: float) -> float:
    return (org.lat or 0.0) + north_m * METRE_NORTH
