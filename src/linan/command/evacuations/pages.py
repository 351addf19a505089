"""What the pages of zones and evacuations show."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext

from linan.command.evacuations.domain.outlines import area_m2
from linan.command.evacuations.domain.presence import Hours
from linan.command.evacuations.models import Closure, DangerZone, Evacuation, EvacuationOrder, PathNetwork
from linan.command.evacuations.queries import (
    ZonePeople,
    evacuation_of_zone,
    households_in_zone,
    order_counts,
    zone_people,
)
from linan.ground.access.doors import Standing
from linan.ground.access.rights import Right
from linan.ground.text import noop, say
from linan.logistics.shelters.models import Shelter, ShelterStatus
from linan.registry.domain.masking import mask_name
from linan.registry.models import Building, Household, Resident
from linan.registry.queries import ShownContact, masked_contact, second_contacts

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
    """A household with the masked names of its people, what they need, and its masked second contact."""

    household: Household
    names: Sequence[str]
    needs: Sequence[str]
    contact: ShownContact | None


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
    contacts = {pk: masked_contact(one) for pk, one in second_contacts(one.pk for one in households).items()}
    return [_named(one, people[one.pk], contacts.get(one.pk)) for one in households if people[one.pk]]


def _named(household: Household, people: Sequence[Resident], contact: ShownContact | None) -> NamedDoor:
    needs = sorted({str(need.get_kind_display()) for one in people for need in one.needs.all()})
    return NamedDoor(household, [mask_name(one.opened("name")) for one in people], needs, contact)


@dataclass(frozen=True, slots=True)
class NarrowPlace:
    """A place where people wait. saves_s: what as much width again would save; 0: something else decides."""

    words: str
    people: int
    full_s: int
    saves_s: int


@dataclass(frozen=True, slots=True)
class ShelterLine:
    """A shelter of the plan with how many it brings there."""

    shelter: Shelter
    people: int
    room: int

    @property
    def is_closed(self) -> bool:
        """Whether somebody must open it first."""
        return self.shelter.status == ShelterStatus.CLOSED


@dataclass(frozen=True, slots=True)
class EvacuationPage:
    """An evacuation as its page shows it. counts: of orders, empty before they are given."""

    evacuation: Evacuation
    narrow: Sequence[NarrowPlace]
    shelters: Sequence[ShelterLine]
    left: Sequence[tuple[str, int, int]]
    counts: Mapping[str, int]
    closures: Sequence[Closure]
    may_command: bool
    may_respond: bool
    ends_at: datetime | None
    measured_at: datetime | None

    @property
    def closed_shelters(self) -> list[ShelterLine]:
        """The shelters somebody must open."""
        return [one for one in self.shelters if one.is_closed]


def evacuation_page(evacuation: Evacuation, *, standing: Standing, now: datetime) -> EvacuationPage:
    """Return an evacuation with everything its page needs."""
    quality = evacuation.quality
    is_given = evacuation.ordered_at is not None
    ends = evacuation.starts_at + timedelta(seconds=quality.get("clearance_s", 0)) if evacuation.starts_at else None
    return EvacuationPage(
        evacuation=evacuation, narrow=narrow_places(quality), shelters=shelter_lines(quality),
        left=[(str(say(one["reason"])), one["households"], one["people"]) for one in quality.get("unreachable", ())],
        counts=order_counts(evacuation.pk) if is_given else {}, closures=list(evacuation.closures.select_related("reported_by")),
        may_command=standing.may(Right.COMMAND, path=evacuation.org.path),
        may_respond=standing.may(Right.RESPOND, path=evacuation.org.path), ends_at=ends,
        measured_at=datetime.fromisoformat(quality["measured_at"]) if "measured_at" in quality else None,
    )


def narrow_places(quality: Mapping[str, Any]) -> list[NarrowPlace]:
    """Return the places where people wait, by name."""
    rows = quality.get("bottlenecks", ())
    shelters = Shelter._base_manager.in_bulk([one["id"] for one in rows if one["kind"] == "gate"])
    buildings = Building._base_manager.in_bulk([one["id"] for one in rows if one["kind"] == "stairs"])
    words = {
        "path": lambda one: gettext("Path %(width)s m wide") % {"width": one["width_m"]},
        "gate": lambda one: gettext("Gate of %(name)s") % {"name": shelters[one["id"]].name},
        "stairs": lambda one: gettext("Stairs of %(name)s") % {"name": buildings[one["id"]].name},
    }
    return [NarrowPlace(words[one["kind"]](one), one["people"], one["full_s"], one["saves_s"]) for one in rows]


def shelter_lines(quality: Mapping[str, Any]) -> list[ShelterLine]:
    """Return the shelters the plan uses, the fullest first: they may belong to a neighbour."""
    rows = quality.get("shelters", ())
    shelters = Shelter._base_manager.in_bulk([one["shelter"] for one in rows])
    found = [ShelterLine(shelters[one["shelter"]], one["people"], one["room"]) for one in rows]
    return sorted(found, key=lambda one: -one.people)


@dataclass(frozen=True, slots=True)
class SoughtShelter:
    """A shelter that people are still on the way to by plan. may_fill: whether the reader may say that it is full."""

    shelter: Shelter
    households: int
    people: int
    may_fill: bool


def shelters_still_sought(evacuation: Evacuation, *, standing: Standing, now: datetime) -> list[SoughtShelter]:
    """Return the shelters of the orders that hold, with who should not be there yet, the most sought first."""
    passed_s = (now - (evacuation.starts_at or now)).total_seconds()
    coming = Q(arrives_after_s__gt=passed_s)
    rows = EvacuationOrder.objects.filter(evacuation=evacuation, withdrawn_at=None, shelter__isnull=False).order_by()
    counts = rows.values_list("shelter").annotate(homes=Count("pk", filter=coming), heads=Coalesce(Sum("people", filter=coming), 0))
    shelters = Shelter._base_manager.select_related("org").in_bulk([pk for pk, _, _ in counts])
    found = [
        SoughtShelter(shelters[pk], households, people, standing.may(Right.RESPOND, path=shelters[pk].org.path))
        for pk, households, people in counts
    ]
    return sorted(found, key=lambda one: -one.people)


MENDED = {
    "no_width": noop("%(n)s paths have no width; footways count as 2 m, lanes as 3 m, streets as 4 m"),
    "zero_width": noop("%(n)s paths have no width at all (0 m) and are closed"),
    "no_length": noop("%(n)s paths had no length; it was measured on the map"),
    "joined": noop("%(n)s islands of paths were joined to the rest by links 2 m wide and at most 60 m long"),
    "apart": noop("%(n)s islands of paths lie farther away and stay apart: nobody is led there"),
}


def mended_lines(network: PathNetwork) -> list[str]:
    """Return what was mended in a network, in words."""
    return [str(say(msgid, n=network.mended[rule])) for rule, msgid in MENDED.items() if network.mended.get(rule)]
