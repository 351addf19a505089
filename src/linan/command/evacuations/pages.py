"""What the pages of zones and evacuations show."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from linan.command.evacuations.domain.outlines import area_m2
from linan.command.evacuations.domain.presence import Hours
from linan.command.evacuations.models import DangerZone, Evacuation
from linan.command.evacuations.queries import ZonePeople, evacuation_of_zone, households_in_zone, zone_people
from linan.ground.access.doors import Standing
from linan.ground.access.rights import Right
from linan.ground.text import noop, say
from linan.registry.domain.masking import mask_name
from linan.registry.models import Household, Resident

HOURS = {
    Hours.NIGHT: noop("at night"),
    Hours.RUSH: noop("on the way to and from work"),
    Hours.WORKING: noop("in working hours"),
    Hours.EVENING: noop("in the evening"),
    Hours.FREE_DAY: noop("on a day off"),
}


@dataclass(frozen=True, slots=True)
class ZonePage:
    """A zone as its page shows it."""

    zone: DangerZone
    people: ZonePeople
    area_m2: float
    evacuation: Evacuation | None
    may_command: bool
    may_see_people: bool

    @property
    def hours(self) -> str:
        """The part of the week it is."""
        return str(say(HOURS[self.people.hours]))

    @property
    def live(self) -> str:
        """What the page listens to."""
        return " ".join([f"zone-{self.zone.pk}", *([f"evacuation-{self.evacuation.pk}"] if self.evacuation else [])])


@dataclass(frozen=True, slots=True)
class NamedDoor:
    """A household with the masked names of its people and what they need."""

    household: Household
    names: Sequence[str]
    needs: Sequence[str]


def zone_page(zone: DangerZone, *, standing: Standing, now: datetime) -> ZonePage:
    """Return a zone with everything its page needs."""
    may_see = standing.may(Right.SEE_PERSONAL, path=zone.org.path)
    return ZonePage(
        zone=zone, people=zone_people(zone, with_needs=may_see, now=now), area_m2=area_m2(zone.polygon),
        evacuation=evacuation_of_zone(zone), may_command=standing.may(Right.COMMAND, path=zone.org.path),
        may_see_people=may_see,
    )


def named_doors(zone: DangerZone) -> list[NamedDoor]:
    """Return the households of a zone with masked names, those with needs first within each building."""
    households = list(households_in_zone(zone))
    rows = Resident.objects.filter(household__in=[one.pk for one in households]).prefetch_related("needs")
    people: dict[int | None, list[Resident]] = defaultdict(list)
    for one in rows.order_by("pk"):
        people[one.household_id].append(one)
    return [_named(one, people[one.pk]) for one in households if people[one.pk]]


def _named(household: Household, people: Sequence[Resident]) -> NamedDoor:
    needs = sorted({str(need.get_kind_display()) for one in people for need in one.needs.all()})
    return NamedDoor(household, [mask_name(one.opened("name")) for one in people], needs)
