"""Where everybody of an evacuation is: the doors, the shelters and the answers to calls, person by person."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext, override

from linan.command.domain.doors.balance import (
    Balance,
    Facts,
    Finding,
    Source,
    Whereabouts,
    count,
    find,
    stays_by_name,
    who_came,
)
from linan.command.domain.doors.states import SETTLED, DoorState
from linan.command.evacuations.lists import Names, ShownState, needs_of, shown_name, shown_state
from linan.command.evacuations.models import DoorEntry, EarlyReturn, Evacuation, Evacuee
from linan.ground.text import noop
from linan.logistics.shelters.models import LeftTo, Stay
from linan.response.calls.models import Outcome, Recipient

I_AM_SAFE = ("平安", "I am safe")  # what answers say that mean one person; "we are leaving" settles nothing
WE_ARE_SAFE = noop("We are safe elsewhere")  # the answer that the call of an evacuation offers to a household
AWAY = SETTLED - {DoorState.ARRIVED}
GOES_SOMEWHERE = frozenset({LeftTo.RELATIVES, LeftTo.HOSPITAL, LeftTo.ELSEWHERE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """One expected person with where they are held to be. stay: the one at a shelter that says so, if any."""

    evacuee: Evacuee
    finding: Finding
    stay: Stay | None
    safe_at: datetime | None

    @property
    def entry(self) -> DoorEntry:
        """The door they belong to."""
        return self.evacuee.entry

    @property
    def state(self) -> ShownState:
        """What was said at the door, of this person or else of the household."""
        return shown_state(self.evacuee.state or self.entry.state)

    @property
    def said_at(self) -> datetime | None:
        """When that was said."""
        return self.evacuee.state_at if self.evacuee.state else self.entry.state_at

    @property
    def said_by(self) -> str:
        """Who said it."""
        by = self.evacuee.state_by if self.evacuee.state else self.entry.state_by
        return str(by) if by else ""

    @property
    def is_from_shelter(self) -> bool:
        """Whether a shelter's desk says where they are."""
        return self.finding.source == Source.SHELTER

    @property
    def is_from_reply(self) -> bool:
        """Whether only their own answer says that they are safe."""
        return self.finding.source == Source.REPLY


@dataclass(frozen=True, slots=True, kw_only=True)
class Reckoning:
    """All expected people, and the doors where nobody is registered."""

    balance: Balance
    people: Sequence[Expected]
    doors: int
    empty_doors: Sequence[DoorEntry]
    confirmed: int
    undecided: Sequence[tuple[DoorEntry, Stay]]

    def at(self, whereabouts: Whereabouts) -> list[Expected]:
        """Return those who are held to be there."""
        return [one for one in self.people if one.finding.whereabouts == whereabouts]

    @property
    def unknocked(self) -> list[DoorEntry]:
        """The doors where nobody is registered and nobody has knocked: somebody may be there all the same."""
        return [one for one in self.empty_doors if one.state == DoorState.TO_TELL]

    @property
    def is_closed(self) -> bool:
        """Whether nobody is left to be looked for."""
        return self.balance.not_reached == 0 and not self.unknocked


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """One person on a page of names."""

    person: Expected
    name: str
    needs: Sequence[str]


def reckon(evacuation: Evacuation) -> Reckoning:
    """Return where everybody is (six queries, however many people, and one where some were met outside any home)."""
    entries = _entries(evacuation)
    evacuees = _evacuees(entries)
    homes: dict[int, list[Evacuee]] = defaultdict(list)
    for one in evacuees:
        homes[one.entry_id].append(one)
    stays = _stays(evacuation)
    safe = _safe_answers(evacuation, evacuees)
    seen = _seen_at_home(evacuation)
    met = _stays_of_met(evacuation, [one for one in evacuees if one.entry.household_id is None])
    people = [
        one
        for entry in entries
        for one in _household(homes[entry.pk], stays.get(entry.household_id or 0, met.get(entry.pk, ())), safe, home_at=seen.get(entry.pk))
    ]
    return Reckoning(
        balance=count((one.finding for one in people), expected=len(evacuees)), people=people, doors=len(entries),
        empty_doors=[entry for entry in entries if not homes[entry.pk]],
        confirmed=sum(1 for one in people if one.finding == Finding(Whereabouts.ARRIVED, Source.SHELTER)),
        undecided=list(_undecided(entries, homes, stays)),
    )


def named(people: Sequence[Expected], *, names: Names) -> list[Named]:
    """Return people with as much of their names, and their needs, as may be seen (four queries)."""
    prefetch_related_objects([one.evacuee for one in people], "resident", "state_by", "entry__state_by")
    needs = needs_of(one.evacuee.resident_id for one in people) if names != Names.HIDDEN else {}
    return [
        Named(person=one, name=shown_name(one.evacuee, names), needs=needs.get(one.evacuee.resident_id or 0, []))
        for one in people
    ]


def _evacuees(entries: Sequence[DoorEntry]) -> list[Evacuee]:
    """Return who is expected from the doors, in their order, each with its door; names are fetched where they are shown."""
    by_pk = {one.pk: one for one in entries}
    rows = list(Evacuee._base_manager.filter(entry__in=by_pk).order_by("pk"))
    for row in rows:
        row.entry = by_pk[row.entry_id]
    return rows


def _entries(evacuation: Evacuation) -> list[DoorEntry]:
    rows = DoorEntry._base_manager.filter(evacuation=evacuation).select_related("household__building", "door_list")
    return list(rows.defer("household__building__footprint").order_by("door_list__number", "place_in_order"))


def _stays(evacuation: Evacuation) -> Mapping[int, list[Stay]]:
    """Return the stays of the households since the evacuation began, {household: the oldest first}."""
    homes = DoorEntry._base_manager.filter(evacuation=evacuation, household__isnull=False).values("household")
    rows = Stay._base_manager.filter(household__in=homes, at__gte=_since(evacuation), opening__mode=evacuation.mode)
    found: dict[int, list[Stay]] = defaultdict(list)
    for row in rows.select_related("shelter").order_by("at", "pk"):
        found[row.household_id or 0].append(row)
    return found


def _stays_of_met(evacuation: Evacuation, people: Sequence[Evacuee]) -> Mapping[int, list[Stay]]:
    """Return where shelters wrote down by name those who were met outside any home, {their place on a list: stays}."""
    if not people:
        return {}
    rows = Stay._base_manager.filter(household=None, at__gte=_since(evacuation), opening__mode=evacuation.mode)
    strangers = {row.pk: row for row in rows.exclude(names_sealed="").select_related("shelter").order_by("at", "pk")}
    names = {one.pk: one.opened_name() for one in people}
    whose = stays_by_name(names, {pk: row.names for pk, row in strangers.items()})
    return {one.entry_id: [strangers[whose[one.pk]]] for one in people if one.pk in whose}


def _safe_answers(evacuation: Evacuation, people: Sequence[Evacuee]) -> Mapping[int, datetime]:
    """Return when a call of this danger was answered that people are safe, {evacuee: moment}."""
    rows = Recipient._base_manager.filter(
        outcome=Outcome.ACTED, needs_help=False, answered_at__gte=_since(evacuation), call__mode=evacuation.mode,
        household__in={one.entry.household_id for one in people if one.entry.household_id},
    )
    together = _in_every_language(WE_ARE_SAFE)
    alone: dict[int, datetime] = {}
    homes: dict[int, datetime] = {}
    for resident, home, answer, at in rows.order_by("answered_at").values_list("resident", "household", "answer", "answered_at"):
        if at and home and answer.startswith(together):
            homes[home] = at
        elif at and resident and any(word in answer for word in I_AM_SAFE):
            alone[resident] = at
    found = {one.pk: alone.get(one.resident_id or 0) or homes.get(one.entry.household_id or 0) for one in people}
    return {pk: at for pk, at in found.items() if at}


def _in_every_language(msgid: str) -> tuple[str, ...]:
    """Return a sentence in every language of the site: an answer is kept as it was read."""
    said = []
    for language, _name in settings.LANGUAGES:
        with override(language):
            said.append(gettext(msgid))
    return tuple(said)


def _seen_at_home(evacuation: Evacuation) -> Mapping[int, datetime]:
    """Return when households were last seen at home before the danger was cleared, {door: moment}."""
    return dict(EarlyReturn._base_manager.filter(entry__evacuation=evacuation).order_by("at").values_list("entry_id", "at"))


def _since(evacuation: Evacuation) -> datetime:
    return min(evacuation.zone.declared_at, evacuation.asked_at)


def _household(
    people: Sequence[Evacuee], stays: Sequence[Stay], safe: Mapping[int, datetime], *, home_at: datetime | None
) -> Iterable[Expected]:
    came = {stay.pk: _who_came(people, stay) for stay in stays}
    for one in people:
        stay = next((stay for stay in reversed(stays) if one.pk in came[stay.pk]), None)
        safe_at = safe.get(one.pk)
        yield Expected(evacuee=one, finding=find(_facts(one, stay, safe_at, home_at)), stay=stay, safe_at=safe_at)


def _facts(one: Evacuee, stay: Stay | None, safe_at: datetime | None, home_at: datetime | None) -> Facts:
    entry = one.entry
    return Facts(
        door=DoorState(one.state or entry.state), door_at=one.state_at if one.state else entry.state_at,
        came_at=stay.at if stay else None, left_at=stay.left_at if stay else None,
        left_for_known=stay is not None and stay.left_to in GOES_SOMEWHERE, safe_at=safe_at, home_at=home_at,
    )


def _who_came(people: Sequence[Evacuee], stay: Stay) -> Collection[int]:
    away = [one.pk for one in people if one.state in AWAY]
    if stay.people >= len(people) - len(away):
        return who_came({one.pk: "" for one in people}, away=away, people=stay.people, names="")
    names = stay.names if stay.names_sealed else ""
    members = {one.pk: one.opened_name() if names else "" for one in people}
    return who_came(members, away=away, people=stay.people, names=names)


def _undecided(
    entries: Sequence[DoorEntry], homes: Mapping[int, Sequence[Evacuee]], stays: Mapping[int, Sequence[Stay]]
) -> Iterable[tuple[DoorEntry, Stay]]:
    """Yield the doors of which fewer came to a shelter than live there, and nobody wrote down who."""
    for entry in entries:
        for stay in stays.get(entry.household_id or 0, ()):
            known = {one.pk for one in homes[entry.pk] if one.state == DoorState.ARRIVED} | set(_who_came(homes[entry.pk], stay))
            if stay.left_at is None and len(known) < stay.people <= len(homes[entry.pk]):
                yield entry, stay
