"""Which report is due to whom by when: deadlines as data, applied to a situation."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from linan.ground.calendar.days import DayKind, kind_of

FILE = Path(__file__).parents[1] / "deadlines.yaml"
WORKED = (DayKind.WORK, DayKind.MAKE_UP)


class Kind(StrEnum):
    """What is reported: first, further, nothing new, last, verified; changes of casualties; or by the calendar."""

    INITIAL = "initial"
    FOLLOW_UP = "follow_up"
    ZERO = "zero"
    FINAL = "final"
    VERIFIED = "verified"
    SUPPLEMENT = "supplement"
    REGULAR = "regular"


class Way(StrEnum):
    """By which way."""

    PHONE = "phone"
    WRITTEN = "written"


class Unit(StrEnum):
    """What the time allowed is counted in."""

    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WORKING_DAY = "working_day"
    MONTH = "month"
    YEAR = "year"


class CountedFrom(StrEnum):
    """From when the time runs."""

    KNOWN = "known"
    CLOSED = "closed"
    CHANGED = "changed"


OWN = "own-"  # how the keys of deadlines begin that units added
ANY = "any"  # owed by every unit that has reported
# What a clock runs for; the others are dates of the calendar.
REPORTS = (Kind.INITIAL, Kind.FOLLOW_UP, Kind.ZERO, Kind.FINAL, Kind.VERIFIED, Kind.SUPPLEMENT)
SPANS = {Unit.MINUTE: timedelta(minutes=1), Unit.HOUR: timedelta(hours=1), Unit.DAY: timedelta(days=1)}
CLOCKED = (*SPANS, Unit.WORKING_DAY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """One deadline. owes: kind of unit that reports, any, or outside. within: None where the source names no time.

    Empty klasses, sub_codes, grades or regions: all. but_sub_codes: left out. regions: beginnings of division codes.
    window_days: a change counts for so many days after the day on which it happened. quote: words of the source;
    verified: read there. own_number: the source says at once, the number is the unit's own. has_ended: binds no more.
    """

    key: str
    title: str
    owes: str
    who: str
    to: str
    kind: Kind
    way: Way
    source: str
    quote: str
    verified: bool
    note: str = ""
    within: int | None = None
    unit: Unit | None = None
    by: str = ""
    is_repeated: bool = False
    counted_from: CountedFrom = CountedFrom.KNOWN
    window_days: int | None = None
    own_number: bool = False
    has_ended: bool = False
    klasses: tuple[str, ...] = ()
    sub_codes: tuple[str, ...] = ()
    but_sub_codes: tuple[str, ...] = ()
    grades: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()

    @property
    def is_own(self) -> bool:
        """Whether a unit added it."""
        return self.key.startswith(OWN)

    @property
    def runs(self) -> bool:
        """Whether a clock can run for it."""
        is_counted = self.within is not None and self.unit in CLOCKED
        return self.kind in REPORTS and is_counted and not self.has_ended

    def last_day(self, happened: date) -> date | None:
        """Return the last day on which a change counts; None: it always does. The day itself is not counted.

        Source: 民法典第二百零一条: the day on which a period begins is not counted in it.
        """
        return None if self.window_days is None else happened + timedelta(days=self.window_days)

    def due_at(self, start: datetime) -> datetime:
        """Return when the time is up. start: in the zone in which working days are counted."""
        assert self.within is not None and self.unit is not None  # only asked of deadlines that run
        if self.unit == Unit.WORKING_DAY:
            return _after_working_days(start, self.within)
        return start + self.within * SPANS[self.unit]


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What is known of an incident where it is reported. grade: empty until set. region: division code of the unit."""

    org_kind: str
    klass: str
    sub_code: str
    grade: str
    region: str


@dataclass(frozen=True, slots=True)
class Owed:
    """One report that is due."""

    deadline: Deadline
    started_at: datetime
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Rules:
    """At which share of the time allowed the leader on duty, and the level above, are told.

    stale_after_h: so long after its end a clock wakes nobody. answer_within_min: for questions of the level above.
    """

    tell_leader_at: float
    tell_above_at: float
    stale_after_h: int
    answer_within_min: int


def applies(deadline: Deadline, situation: Situation) -> bool:
    """Return whether a deadline binds in a situation."""
    return (
        deadline.runs and deadline.owes in (situation.org_kind, ANY)
        and _holds(deadline.klasses, situation.klass) and _holds(deadline.sub_codes, situation.sub_code)
        and situation.sub_code not in deadline.but_sub_codes
        and _holds(deadline.grades, situation.grade)
        and (not deadline.regions or any(situation.region.startswith(one) for one in deadline.regions))
    )


def owed(
    situation: Situation, deadlines: Iterable[Deadline], *, counted_from: CountedFrom, start: datetime
) -> list[Owed]:
    """Return what is due from a moment on, the soonest first; of two for the same kind and way the stricter one."""
    strictest: dict[tuple[Kind, Way], Owed] = {}
    for one in deadlines:
        if one.counted_from != counted_from or not applies(one, situation):
            continue
        found = Owed(one, start, one.due_at(start))
        known = strictest.get((one.kind, one.way))
        if known is None or found.due_at < known.due_at:
            strictest[one.kind, one.way] = found
    return sorted(strictest.values(), key=lambda each: each.due_at)


@cache
def shipped() -> tuple[Deadline, ...]:
    """Return the deadlines of deadlines.yaml, in its order."""
    return tuple(deadline_from(row) for row in _file()["deadlines"])


@cache
def rules() -> Rules:
    """Return when who is told, from deadlines.yaml."""
    return Rules(**_file()["rules"])


def deadline_from(row: Mapping[str, Any]) -> Deadline:
    """Return the deadline of a stored row; what a later version no longer knows is left out."""
    known = {one.name for one in fields(Deadline)}
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in row.items() if name in known
    }
    enums = {"kind": Kind, "way": Way, "unit": Unit, "counted_from": CountedFrom}
    values |= {name: enum(values[name]) for name, enum in enums.items() if values.get(name) is not None}
    return Deadline(**values)


def overlaid(base: Sequence[Deadline], own: Iterable[Deadline]) -> list[Deadline]:
    """Return the deadlines with a unit's own in the place of those of the same key, new ones at the end."""
    by_key = {one.key: one for one in base}
    by_key.update((one.key, one) for one in own)
    return list(by_key.values())


@cache
def _file() -> Mapping[str, Any]:
    read: Mapping[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return read


def _holds(allowed: tuple[str, ...], value: str) -> bool:
    return not allowed or value in allowed


def _after_working_days(start: datetime, days: int) -> datetime:
    """Return the same time so many working days later, public holidays left out and make-up days counted."""
    moment = start
    for _ in range(days):
        moment += timedelta(days=1)
        while kind_of(moment.date()) not in WORKED:
            moment += timedelta(days=1)
    return moment
