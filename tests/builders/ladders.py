"""Builders of ladders."""

from datetime import datetime

from linan.ground.access.scopes import everywhere
from linan.ground.orgs.models import Org
from linan.ground.people.models import SYSTEM, Role
from linan.registry.models import Building
from linan.response.ladders.actions import Seen, note_occurrence
from linan.response.ladders.models import Ladder
from tests.build import NOW, a_person
from tests.builders.registry import a_building


def seen_in(org: Org, *, building: Building | None = None, kind: str = "ebike") -> Seen:
    """Return an event in a staircase of a building."""
    house = building or a_building(org=org)
    return Seen(org=org, kind=kind, building=house, place=f"{house.name} · 1单元", place_key=f"building-{house.pk}-1")


def a_ladder(*, org: Org, building: Building | None = None, now: datetime = NOW) -> Ladder:
    """Return a ladder that waits for the phone call of the duty officer."""
    a_person(org=org, role=Role.DUTY_OFFICER)
    with everywhere():
        return note_occurrence(seen_in(org, building=building), by=SYSTEM, now=now)
