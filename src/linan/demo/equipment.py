"""The devices of the demonstration: those at the burning shed, and some hundred quiet ones around it."""

import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from pathlib import Path

from django.db import transaction

from linan.demo.neighbourhood import FIRE_SHED
from linan.demo.simulator import Equipment, read_equipment, write_equipment
from linan.ground.access.scopes import everywhere
from linan.ground.orgs.models import Org
from linan.ground.people.models import SYSTEM
from linan.monitoring.actions.conditions import add_shipped_conditions
from linan.monitoring.actions.devices import DeviceSpec, add_device
from linan.monitoring.models import Condition
from linan.monitoring.profiles import load_profiles
from linan.registry.models import Building

SHED_DEVICES = (("smoke", "B"), ("heat", "B"), ("co", "B"), ("ebike_socket", ""), ("ebike_socket", ""), ("door", ""), ("loudspeaker", ""))
SMOKE_DRIFTS_TO = ("D", "F", "C")
QUIET = 260
RESPONSIBLE = "演示物业值班室"


@dataclass(frozen=True, slots=True)
class Placed:
    """A device still to be made: its model, where it hangs, and the room of the recording that it hears."""

    profile: str
    building: Building
    floor: int
    unit: int
    room: str = ""


def equip(folder: Path, *, now: datetime) -> int:
    """Install the devices and the default conditions unless they are there; return how many devices speak."""
    written = folder / "equipment.json"
    if written.exists():
        return len(read_equipment(written))
    with everywhere(), transaction.atomic():
        shed = Building.objects.select_related("org").get(code=FIRE_SHED)
        _add_default_conditions(shed.org, now=now)
        numbers = count(1)
        made = [_install(placed, next(numbers), now=now) for placed in _placed(shed)]
        write_equipment(written, made)
    return len(made)


def _add_default_conditions(community: Org, *, now: datetime) -> None:
    if Condition.objects.filter(org=community).exists():
        return
    add_shipped_conditions(org_id=community.pk, by=SYSTEM, now=now)


def _placed(shed: Building) -> Iterator[Placed]:
    for profile, room in SHED_DEVICES:
        yield Placed(profile, shed, 1, 1, room)
    houses = _nearest_houses(shed)
    for house, room in zip(houses, SMOKE_DRIFTS_TO, strict=False):
        yield Placed("smoke", house, 1, 1, room)
    yield from _quiet(houses)


def _nearest_houses(shed: Building) -> list[Building]:
    houses = Building.objects.filter(org=shed.org, use="residential")
    return sorted(houses, key=lambda house: (house.lon - shed.lon) ** 2 + (house.lat - shed.lat) ** 2)


def _quiet(houses: Iterable[Building]) -> Iterator[Placed]:
    """Yield smoke detectors of every staircase from the second floor up, and a few of each other kind."""
    others = iter(("heat", "co", "water_level", "rain_gauge", "sos_button", "door") * 6)
    made = 0
    for house in houses:
        for unit in range(1, house.units + 1):
            for floor in range(2, min(house.floors, 7) + 1):
                yield Placed("smoke", house, floor, unit)
                made += 1
        if (profile := next(others, None)) is not None:
            yield Placed(profile, house, 1, 1)
            made += 1
        if made >= QUIET:
            return


def _install(placed: Placed, number: int, *, now: datetime) -> Equipment:
    profile = load_profiles()[placed.profile]
    series = {key: (channel.quantity, channel.unit) for key, channel in profile.series.items()}
    token = secrets.token_urlsafe(24)
    spec = DeviceSpec(
        org_id=placed.building.org_id, name=f"{profile.title.zh} {number:03d}", profile=placed.profile,
        building_id=placed.building.pk, floor=placed.floor, unit=placed.unit, lon=placed.building.lon,
        lat=placed.building.lat, responsible=RESPONSIBLE,
    )
    add_device(spec, series=series, by=SYSTEM, now=now, token=token)
    return Equipment(name=spec.name, token=token, profile=placed.profile, room=placed.room)
