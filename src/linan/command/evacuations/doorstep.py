"""What the page of one household of an evacuation shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from linan.command.domain.doors.states import DoorState
from linan.command.evacuations.legal import LegalBasis, legal_bases
from linan.command.evacuations.lists import SAYABLE, Names, ShownDoor, ShownState, shown_doors, shown_state
from linan.command.evacuations.models import DoorChange, DoorEntry, EarlyReturn, ForcedEvacuation, ZoneStatus

LATE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One thing that was said. whom: the name it is about, empty for the whole household."""

    state: ShownState
    whom: str
    by: str
    at: datetime
    received_at: datetime
    note: str

    @property
    def was_late(self) -> bool:
        """Whether it came from a phone that had no line."""
        return self.received_at - self.at > LATE


@dataclass(frozen=True, slots=True, kw_only=True)
class Forced:
    """One record of force with its article and whom it was used on."""

    row: ForcedEvacuation
    basis: LegalBasis
    whom: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorstepPage:
    """One household."""

    entry: DoorEntry
    door: ShownDoor
    words: Sequence[Word]
    forced: Sequence[Forced]
    early_returns: Sequence[EarlyReturn]

    @property
    def sayable(self) -> Sequence[ShownState]:
        """What can be said of it."""
        return [shown_state(state) for state in SAYABLE]

    @property
    def bases(self) -> Sequence[LegalBasis]:
        """On what right somebody may be taken out by force."""
        return list(legal_bases().values())

    @property
    def has_refused(self) -> bool:
        """Whether the household, or one of it, is recorded as refusing now."""
        said = [self.entry.state, *(person.own.value for person in self.door.people if person.own)]
        return DoorState.REFUSED in said

    @property
    def is_in_force(self) -> bool:
        """Whether the danger stands."""
        return self.entry.evacuation.zone.status == ZoneStatus.IN_FORCE


def doorstep_page(entry: DoorEntry, *, names: Names) -> DoorstepPage:
    """Return the page of one household."""
    (door,) = shown_doors([entry], names=names)
    whose = {person.pk: person.name or f"{number}" for number, person in enumerate(door.people, start=1)}
    early = EarlyReturn._base_manager.filter(entry=entry).select_related("by", "task__owner")
    return DoorstepPage(
        entry=entry, door=door, words=_words(entry, whose), forced=_forced(entry, whose),
        early_returns=list(early.order_by("-at")),
    )


def _words(entry: DoorEntry, whose: Mapping[int, str]) -> list[Word]:
    rows = DoorChange._base_manager.filter(entry=entry).select_related("by").order_by("-at", "-received_at", "-pk")
    return [
        Word(
            state=shown_state(row.to), whom=whose.get(row.evacuee_id or 0, ""), by=str(row.by or ""), at=row.at,
            received_at=row.received_at, note=row.note,
        )
        for row in rows
    ]


def _forced(entry: DoorEntry, whose: Mapping[int, str]) -> list[Forced]:
    rows = ForcedEvacuation._base_manager.filter(entry=entry).select_related("by").order_by("-at")
    bases = legal_bases()
    return [Forced(row=row, basis=bases[row.legal_basis], whom=whose.get(row.evacuee_id or 0, "")) for row in rows]
