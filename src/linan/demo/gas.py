"""The second story: a gas main breaks, and fourteen buildings must be emptied.

Streets and buildings are the map's; the people, the leak and everybody's names are made up. The stage declares the
zone and has the plan solved; whoever visits orders it, works the doors, and reports what blocks the way.
"""

import time
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from linan.command.evacuations.actions.news import report_blocked
from linan.command.evacuations.actions.orders import order_evacuation
from linan.command.evacuations.actions.plans import ask_plan
from linan.command.evacuations.actions.zones import Outlined, declare_zone
from linan.command.evacuations.asking import shelters_near
from linan.command.evacuations.domain.outlines import circle
from linan.command.evacuations.models import DangerZone, Evacuation, EvacuationStatus, Solution, ZoneSource
from linan.command.evacuations.queries import order_counts
from linan.demo.neighbourhood import FIRE_SHED
from linan.ground.access.scopes import everywhere
from linan.ground.clock import now
from linan.ground.people.models import Person
from linan.logistics.shelters.actions.openings import Looked, open_shelter
from linan.logistics.shelters.domain.checklists import checklist
from linan.logistics.shelters.models import OpeningMode, Shelter, ShelterStatus
from linan.registry.models import Building
from linan.response.actions import open_incident
from linan.response.models import IncidentClass, Mode

NAME = "燃气干管泄漏危险区（演示）"
WHERE = (118.7914, 32.0405)
# Drawn by hand on the map around fourteen dwellings; some sheds and shops lie in it too.
OUTLINE = {
    "type": "Polygon",
    "coordinates": [[
        [118.79103, 32.03932], [118.79044, 32.03952], [118.79079, 32.04168], [118.79189, 32.04149],
        [118.79234, 32.04068], [118.79234, 32.04034], [118.79174, 32.03953], [118.79103, 32.03932],
    ]],
}
AUTHORITY = "现场总指挥：社区主任（演示），突发事件应对法第七十三条"
SHELTERS_OPEN, WORTH_OPENING = 3, 200
LOOK_FOR_S = 15
LIMIT_S = 240.0
LOOK_EVERY_S = 0.5


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an unattended evacuation came to."""

    ok: bool
    people: int
    households: int
    ordered: int
    changed: int
    clearance_s: int
    gap_percent: float


def lay_out_gas(moment: datetime) -> Evacuation:
    """Open the incident, declare the zone, open the nearest shelters and ask for the plan; once only."""
    with everywhere(), transaction.atomic():
        earlier = Evacuation.objects.filter(zone__name=NAME).first()
        return earlier or _laid_out(moment)


def play_unattended() -> dict[str, Any]:
    """Order the plan once it stands, block a way in the middle, and return what came of it as JSON values."""
    with everywhere():
        evacuation = _wait_for_plan()
        gap = float(evacuation.quality["gap_percent"])
        order_evacuation(evacuation_id=evacuation.pk, by=_person("duty"), now=now())
        _block_a_way(evacuation)
        counts = _wait_for_change(evacuation)
        quality = Evacuation.objects.get(pk=evacuation.pk).quality
    everybody = counts["ordered"] + counts["unreachable"] == quality["households"]
    return asdict(Outcome(
        ok=everybody and counts["changed"] > 0, people=quality["people"], households=quality["households"],
        ordered=counts["ordered"], changed=counts["changed"], clearance_s=quality["clearance_s"], gap_percent=gap,
    ))


def _laid_out(moment: datetime) -> Evacuation:
    community = Building.objects.select_related("org").get(code=FIRE_SHED).org
    duty = _person("duty")
    lon, lat = WHERE
    incident = open_incident(
        org=community, title="燃气干管破裂泄漏（演示）", klass=IncidentClass.ACCIDENT, mode=Mode.REAL, sub_code="20900",
        building_id=None, lon=lon, lat=lat, place="文昌巷南侧", by=duty, now=moment,
    )
    zone = declare_zone(
        Outlined(name=NAME, source=ZoneSource.DRAWN, polygon=OUTLINE, authority=AUTHORITY, reason="燃气干管破裂泄漏，有爆炸危险"),
        org=community, incident=incident, by=duty, now=moment,
    )
    shelters = _open_nearest(zone, moment)
    return ask_plan(zone=zone, shelters=[one.pk for one in shelters], seconds=LOOK_FOR_S, mode=Mode.REAL, by=duty, now=moment)


def _open_nearest(zone: DangerZone, moment: datetime) -> list[Shelter]:
    """Open the nearest shelters outside the zone under one owner, and return all that people may be led to."""
    near = [one for one, _ in shelters_near(zone)]
    looked = Looked(reason="燃气泄漏，安置转移居民（演示）", checked=frozenset(item.key for item in checklist("opening")))
    owner = _person("director")
    closed = [one for one in near if one.status == ShelterStatus.CLOSED and one.places >= WORTH_OPENING]
    for one in closed[:SHELTERS_OPEN]:
        open_shelter(looked, shelter_id=one.pk, owner=owner, mode=OpeningMode.REAL, by=owner, now=moment)
    return near


def _wait_for_plan() -> Evacuation:
    ends_at = time.monotonic() + LIMIT_S
    while time.monotonic() < ends_at:
        evacuation = Evacuation.objects.get(zone__name=NAME)
        if evacuation.status == EvacuationStatus.PROPOSED:
            return evacuation
        time.sleep(LOOK_EVERY_S)
    raise TimeoutError(f"no plan within {LIMIT_S:.0f} s")


def _block_a_way(evacuation: Evacuation) -> None:
    """Report the busiest way outside of the zone as blocked."""
    ways = Solution.objects.get(evacuation=evacuation).crowding["ways"]
    busiest = max(ways, key=lambda one: sum(one["people"]))
    (lon, lat), (to_lon, to_lat) = busiest["line"][0], busiest["line"][-1]
    middle = circle((lon + to_lon) / 2, (lat + to_lat) / 2, 4.0)
    report_blocked(evacuation_id=evacuation.pk, polygon=middle, note="围墙倒塌（演示）", by=_person("responder"), now=now())


def _wait_for_change(evacuation: Evacuation) -> dict[str, int]:
    ends_at = time.monotonic() + LIMIT_S
    while time.monotonic() < ends_at:
        counts = order_counts(evacuation.pk)
        if counts["changed"]:
            return counts
        time.sleep(LOOK_EVERY_S)
    return order_counts(evacuation.pk)


def _person(username: str) -> Person:
    return Person.objects.get(username=username)
