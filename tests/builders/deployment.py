"""Builders of deployment: streets, teams, vehicles, stocks, needs and deployments."""

from itertools import count
from typing import Any

from linan.command.actions import set_map_layer
from linan.command.deployment.actions.needs import Stated, state_need
from linan.command.deployment.actions.proposals import propose_deployment
from linan.command.deployment.actions.readiness import close_road, enter_sendable
from linan.command.deployment.models import (
    Deployment,
    DeploymentItem,
    Need,
    RoadClosure,
    Skill,
    Stock,
    Team,
    TeamKind,
    Urgency,
    Vehicle,
    VehicleKind,
)
from linan.command.models import LayerKind
from linan.ground.access.scopes import everywhere
from linan.ground.orgs.models import Org
from linan.ground.people.models import SYSTEM
from linan.ground.text import say
from linan.registry.models import Resource
from linan.response.models import Incident
from tests.build import NOW, a_community
from tests.builders.response import an_incident

LAT = 32.05
_numbers = count(1)
WEST, EAST = 118.78, 118.80  # the ends of the one street, 1,887 m apart


def a_street_to_drive() -> None:
    """Put one straight residential street on the base map."""
    line = {"type": "LineString", "coordinates": [[WEST, LAT], [EAST, LAT]]}
    feature = {"type": "Feature", "geometry": line, "properties": {"kind": "residential", "name": "演示路"}}
    set_map_layer(kind=LayerKind.ROADS, features={"type": "FeatureCollection", "features": [feature]})


def a_team(*, org: Org | None = None, name: str = "演示一队", lon: float = WEST, **columns: Any) -> Team:
    """Return a team that can fight fires and is ready at the west end, by e-bike, a minute after the order."""
    given = {"kind": TeamKind.MICRO_FIRE_STATION, "skills": [Skill.FIRE], "members": 6, "base": "演示站", **columns}
    with everywhere():
        team = Team(org=org or a_community(), name=name, lon=lon, lat=LAT, **given)
        enter_sendable(team, by=SYSTEM, now=NOW)
    return team


def a_vehicle(*, org: Org | None = None, name: str = "演示消防车", lon: float = WEST, **columns: Any) -> Vehicle:
    """Return a small fire engine at the west end."""
    given = {"kind": VehicleKind.FIRE_ENGINE, "base": "演示站", **columns}
    with everywhere():
        vehicle = Vehicle(org=org or a_community(), name=name, lon=lon, lat=LAT, **given)
        enter_sendable(vehicle, by=SYSTEM, now=NOW)
    return vehicle


def a_stock(*, org: Org | None = None, item: str = "water", amount: int = 100) -> Stock:
    """Return pieces at a new store at the west end."""
    with everywhere():
        org, code = org or a_community(), f"store-{next(_numbers)}"
        store = Resource.objects.create(org=org, code=code, kind="store", name="演示物资点", lon=WEST, lat=LAT)
        return Stock.objects.create(org=org, resource=store, item=item, amount=amount, counted_at=NOW)


def a_closure(*, org: Org | None = None, lon: float = (WEST + EAST) / 2) -> RoadClosure:
    """Return the street closed in its middle."""
    with everywhere():
        return close_road(
            org=org or a_community(), place="演示路中段", reason="路面塌陷", lon=lon, lat=LAT, radius_m=30, by=SYSTEM, now=NOW
        )


def a_need(*, incident: Incident | None = None, org: Org | None = None, **columns: Any) -> Need:
    """Return the need of six people who fight a fire, at the east end of the street."""
    given = {"what": "fire", "how_many": 6, "place": "东门车棚", "lon": EAST, "lat": LAT, "urgency": Urgency.LIFE, **columns}
    with everywhere():
        return state_need(Stated(**given), incident=incident or an_incident(org=org), by=SYSTEM, now=NOW)


def a_deployment(*, org: Org | None = None, incident: Incident | None = None) -> Deployment:
    """Return the proposal that sends a team along the street."""
    incident = incident or an_incident(org=org)
    a_street_to_drive()
    a_team(org=incident.org)
    a_need(incident=incident)
    with everywhere():
        return propose_deployment(incident=incident, by=SYSTEM, now=NOW)


def a_written_deployment(*, org: Org) -> Deployment:
    """Return a proposal as it stands in the tables, without anything being worked out."""
    need = a_need(org=org)
    team = a_team(org=org, name=f"演示{next(_numbers)}队")
    with everywhere():
        made = Deployment.objects.create(org=org, incident=need.incident, proposed_at=NOW)
        because = say("Soonest there of %(count)d who can.", count=1).as_json()
        DeploymentItem.objects.create(
            deployment=made, need=need, team=team, amount=6, arrives_after_s=513, because=because
        )
    return made
