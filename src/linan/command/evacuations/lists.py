"""What a door list shows: the doors in walking order, and as much of the names as the reader may see."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import groupby
from uuid import UUID, uuid4

from django.db.models import Count, Q, QuerySet

from linan.command.domain.doors.states import SETTLED, DoorState
from linan.command.evacuations.models import (
    STATE_NAMES,
    DoorChange,
    DoorEntry,
    DoorList,
    EvacuationOrder,
    EvacuationStatus,
    Evacuee,
)
from linan.ground.access.doors import Standing
from linan.ground.access.rights import Right
from linan.registry.domain.masking import mask_name
from linan.registry.models import Building, Need, NeedKind
from linan.registry.queries import ShownContact, full_contact, masked_contact, second_contacts

TONES = {
    DoorState.TO_TELL: "grey", DoorState.TOLD: "blue", DoorState.ON_THE_WAY: "blue", DoorState.CARRIED: "yellow",
    DoorState.NOT_REACHED: "orange", DoorState.ARRIVED: "green", DoorState.ELSEWHERE: "green", DoorState.REFUSED: "red",
}
# In the order in which a walker needs them: what is said most stands first.
SAYABLE = (
    DoorState.TOLD, DoorState.NOT_REACHED, DoorState.ON_THE_WAY, DoorState.CARRIED, DoorState.ELSEWHERE,
    DoorState.REFUSED, DoorState.ARRIVED,
)

AT_HOME = Q(entries__household__isnull=False)  # whoever was met outside is no door to knock at


class Names(StrEnum):
    """How much of a name a reader sees."""

    FULL = "full"
    MASKED = "masked"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownState:
    """A state as a badge shows it."""

    value: str
    name: str
    tone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPerson:
    """One expected person. name: empty where it is hidden or forgotten; own: what was said of this person alone.

    is_found: met by a walker, in no register; uid: the mark it was noted with, by which the phone knows it.
    """

    pk: int
    name: str
    needs: Sequence[str]
    own: ShownState | None
    is_found: bool = False
    uid: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownDoor:
    """One door of a list. order: where the household is sent, None when that was withdrawn.

    pets, contact: what goes along, and whom to ask when nobody answers; empty where names are hidden.
    """

    entry: DoorEntry
    people: Sequence[ShownPerson]
    state: ShownState
    order: EvacuationOrder | None
    note: str
    pets: str = ""
    contact: ShownContact | None = None
    key: UUID = field(default_factory=uuid4)  # of the form, so that a second click on it counts once

    @property
    def is_open(self) -> bool:
        """Whether nobody has knocked yet."""
        return self.entry.state == DoorState.TO_TELL

    @property
    def leaves_at(self) -> datetime | None:
        """When the household is to leave."""
        if self.order is None or self.order.leaves_after_s is None or self.order.evacuation.starts_at is None:
            return None
        return self.order.evacuation.starts_at + timedelta(seconds=self.order.leaves_after_s)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stairwell:
    """The doors of one stairwell, in walking order."""

    building: Building
    unit: int
    doors: Sequence[ShownDoor]

    @property
    def helped(self) -> int:
        """How many doors are called on the way up."""
        return sum(1 for one in self.doors if one.entry.needs_help)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    """A whole list. outside: people in no register who were met at no door of it."""

    door_list: DoorList
    stairwells: Sequence[Stairwell]
    names: Names
    outside: Sequence[ShownDoor] = ()
    key: UUID = field(default_factory=uuid4)  # of the line that notes somebody met outside

    @property
    def doors(self) -> int:
        """How many doors stand on it."""
        return sum(len(one.doors) for one in self.stairwells)

    @property
    def knocked(self) -> int:
        """At how many doors something was said."""
        return sum(1 for one in self.stairwells for door in one.doors if not door.is_open)

    @property
    def next_entry_id(self) -> int | None:
        """The first door in the walk at which nobody knocked yet."""
        doors = (door for one in self.stairwells for door in one.doors)
        return next((door.entry.pk for door in doors if door.is_open), None)

    @property
    def is_full(self) -> bool:
        """Whether names and numbers stand there whole, so that a phone can dial them."""
        return self.names == Names.FULL

    @property
    def sayable(self) -> Sequence[ShownState]:
        """What can be said at a door."""
        return [shown_state(state) for state in SAYABLE]

    @property
    def states(self) -> Sequence[ShownState]:
        """Every state there is, for the badges that the phone draws by itself."""
        return [shown_state(state) for state in DoorState]

    @property
    def is_live(self) -> bool:
        """Whether the evacuation goes on: a list that is over is taken off the phone."""
        return self.door_list.evacuation.is_live


def shown_state(state: str) -> ShownState:
    """Return a state with its name and tone."""
    known = DoorState(state)
    return ShownState(value=known.value, name=str(STATE_NAMES[known]), tone=TONES[known])


def names_seen(standing: Standing, door_list: DoorList, *, person_id: int) -> Names:
    """Return how much of the names on a list somebody sees: the walker all of them, others as their rights allow."""
    if door_list.walker_id == person_id:
        return Names.FULL
    return names_for(standing, path=door_list.evacuation.org.path)


def names_for(standing: Standing, *, path: str) -> Names:
    """Return how much of names the rights in an organisation open."""
    if standing.may(Right.REVEAL, path=path):
        return Names.FULL
    return Names.MASKED if standing.may(Right.SEE_PERSONAL, path=path) else Names.HIDDEN


def lists_of(person_id: int) -> QuerySet[DoorList]:
    """Return the lists that a person walks now, with `doors` and `knocked`, wherever they were made."""
    rows = DoorList._base_manager.filter(walker_id=person_id, evacuation__status=EvacuationStatus.ORDERED)
    return _counted(rows).select_related("evacuation__zone").order_by("-evacuation__ordered_at", "number")


def lists_of_evacuation(evacuation_id: int) -> QuerySet[DoorList]:
    """Return the lists of an evacuation with `doors`, `knocked` and `settled`."""
    rows = _counted(DoorList._base_manager.filter(evacuation_id=evacuation_id))
    settled = Count("entries", filter=AT_HOME & Q(entries__state__in=list(SETTLED)))
    return rows.annotate(settled=settled).select_related("walker").order_by("number")


def list_page(door_list: DoorList, *, names: Names) -> ListPage:
    """Return a list as its pages show it (six queries)."""
    rows = DoorEntry._base_manager.filter(door_list=door_list).select_related("household__building", "state_by")
    shown = shown_doors(list(rows.order_by("place_in_order")), names=names)
    doors = [one for one in shown if one.entry.household_id]
    groups = groupby(doors, key=lambda one: (one.entry.home.building_id, one.entry.home.unit))
    return ListPage(
        door_list=door_list, stairwells=[_stairwell(list(group)) for _, group in groups], names=names,
        outside=[one for one in shown if not one.entry.household_id],
    )


def shown_doors(entries: Sequence[DoorEntry], *, names: Names) -> list[ShownDoor]:
    """Return doors with their people, their orders, the last note and the second contact (five queries)."""
    people = _people(entries, names=names)
    homes = {one.household_id: one for one in _orders(entries)}
    notes = {change.entry_id: change.note for change in _noted(entries)}
    contacts = _contacts(entries, names=names)
    return [
        ShownDoor(
            entry=one, people=people[one.pk], state=shown_state(one.state), order=homes.get(one.household_id or 0),
            note=notes.get(one.pk, ""), pets=one.household.pets if one.household and names != Names.HIDDEN else "",
            contact=contacts.get(one.household_id or 0),
        )
        for one in entries
    ]


def shown_name(evacuee: Evacuee, names: Names) -> str:
    """Return as much of a person's name as is to be seen."""
    name = "" if names == Names.HIDDEN else evacuee.opened_name()
    return name if names == Names.FULL else mask_name(name)


def needs_of(resident_ids: Iterable[int | None]) -> Mapping[int, list[str]]:
    """Return {resident: names of needs}."""
    found: dict[int, list[str]] = defaultdict(list)
    rows = Need._base_manager.filter(resident_id__in=[one for one in resident_ids if one]).order_by("kind")
    for resident_id, kind in rows.values_list("resident_id", "kind"):
        found[resident_id].append(str(NeedKind(kind).label))
    return found


def _counted(rows: QuerySet[DoorList]) -> QuerySet[DoorList]:
    knocked = Count("entries", filter=AT_HOME & ~Q(entries__state=DoorState.TO_TELL))
    return rows.annotate(doors=Count("entries", filter=AT_HOME), knocked=knocked)


def _people(entries: Sequence[DoorEntry], *, names: Names) -> Mapping[int, list[ShownPerson]]:
    rows = list(Evacuee._base_manager.filter(entry__in=[one.pk for one in entries]).select_related("resident").order_by("pk"))
    needs = needs_of(one.resident_id for one in rows) if names != Names.HIDDEN else {}
    found: dict[int, list[ShownPerson]] = defaultdict(list)
    for one in rows:
        own = shown_state(one.state) if one.state else None
        needed = needs.get(one.resident_id or 0, [])
        name = shown_name(one, names)
        shown = ShownPerson(pk=one.pk, name=name, needs=needed, own=own, is_found=one.found_at is not None, uid=one.uid)
        found[one.entry_id].append(shown)
    return found


def _contacts(entries: Sequence[DoorEntry], *, names: Names) -> Mapping[int, ShownContact]:
    if names == Names.HIDDEN:
        return {}
    show = full_contact if names == Names.FULL else masked_contact
    return {pk: show(one) for pk, one in second_contacts(one.household_id for one in entries if one.household_id).items()}


def _orders(entries: Sequence[DoorEntry]) -> QuerySet[EvacuationOrder]:
    households = [one.household_id for one in entries if one.household_id]
    evacuations = {one.evacuation_id for one in entries}
    rows = EvacuationOrder._base_manager.filter(evacuation_id__in=evacuations, household_id__in=households, withdrawn_at=None)
    return rows.select_related("evacuation")


def _noted(entries: Sequence[DoorEntry]) -> QuerySet[DoorChange]:
    rows = DoorChange._base_manager.filter(entry__in=[one.pk for one in entries]).exclude(note="")
    return rows.order_by("at", "received_at", "pk")


def _stairwell(doors: Sequence[ShownDoor]) -> Stairwell:
    home = doors[0].entry.home
    return Stairwell(building=home.building, unit=home.unit, doors=doors)
