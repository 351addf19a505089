"""How many must be on duty when, and where the roster has fewer: seasons, holidays and warnings as data."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

import msgspec
import yaml

from linan.ground.calendar.days import DayKind, kind_of
from linan.ground.text import Sentence, noop, say
from linan.logistics.duty.domain.gaps import Span

DAY = timedelta(days=1)


class Named(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A name in two languages."""

    en: str
    zh: str


class Doubling(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One rule. first, last: month and day of a season; tone: colour of the warnings that it is for."""

    key: str
    when: Literal["season", "holiday", "warning"]
    title: Named
    officers: int
    leaders: int
    source: str
    verified: bool
    first: str = ""
    last: str = ""
    begins: str = "00:00"
    ends: str = "00:00"
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Demand:
    """At least so many officers and leaders between two moments, and why."""

    begins_at: datetime
    ends_at: datetime
    officers: int
    leaders: int
    because: Sentence


@dataclass(frozen=True, slots=True)
class Shortage:
    """Fewer on duty than a demand asks for, between two moments."""

    begins_at: datetime
    ends_at: datetime
    officers: int
    leaders: int
    because: Sentence


@cache
def doublings() -> tuple[Doubling, ...]:
    """Return the shipped rules."""
    return doublings_from(shipped_doublings())


def shipped_doublings() -> list[dict[str, Any]]:
    """Return the shipped rules as they stand in the file."""
    text = (Path(__file__).parents[1] / "doubling.yaml").read_text(encoding="utf-8")
    rows: list[dict[str, Any]] = yaml.safe_load(text)
    return rows


def doublings_from(content: Sequence[Mapping[str, Any]]) -> tuple[Doubling, ...]:
    """Return the rules that stand in a list of mappings. Raises: msgspec.ValidationError."""
    return msgspec.convert(content, tuple[Doubling, ...])


def demands_of_calendar(midnights: Iterable[datetime], *, rules: Sequence[Doubling]) -> Iterator[Demand]:
    """Return what seasons and holidays ask for on the days that begin at these local midnights."""
    for midnight in midnights:
        for rule in rules:
            if rule.when == "season" and rule.first <= f"{midnight:%m-%d}" <= rule.last:
                yield _demand(rule, midnight, say(noop("flood season, at night")))
            elif rule.when == "holiday" and kind_of(midnight.date()) == DayKind.HOLIDAY:
                yield _demand(rule, midnight, say(noop("public holiday")))


def demand_of_warning(
    *, tone: str, headline: str, begins_at: datetime, ends_at: datetime, rules: Sequence[Doubling]
) -> Demand | None:
    """Return what a warning of a colour asks for while it holds; None where one officer is enough."""
    rule = next((one for one in rules if one.when == "warning" and one.tone == tone), None)
    if rule is None:
        return None
    because = say(noop("warning: %(headline)s"), headline=headline)
    return Demand(begins_at, ends_at, rule.officers, rule.leaders, because)


def shortages(
    demands: Iterable[Demand], *, officers: Sequence[Span], leaders: Sequence[Span], first: datetime, last: datetime
) -> list[Shortage]:
    """Return where the roster has fewer than the demands ask for, in order; the same lack on end is one."""
    found: list[Shortage] = []
    for demand in sorted(demands, key=lambda one: one.begins_at):
        for begins_at, ends_at in _pieces(demand, [*officers, *leaders], first=first, last=last):
            lack = (max(0, demand.officers - _at(officers, begins_at)), max(0, demand.leaders - _at(leaders, begins_at)))
            if any(lack):
                _append(found, Shortage(begins_at, ends_at, *lack, demand.because))
    return found


def _append(found: list[Shortage], one: Shortage) -> None:
    before = found[-1] if found else None
    alike = before and (before.officers, before.leaders, before.because) == (one.officers, one.leaders, one.because)
    if before and alike and before.ends_at == one.begins_at:
        found[-1] = Shortage(before.begins_at, one.ends_at, one.officers, one.leaders, one.because)
    else:
        found.append(one)


def _pieces(demand: Demand, spans: Sequence[Span], *, first: datetime, last: datetime) -> list[Span]:
    """Return the demand's time cut wherever a shift begins or ends."""
    begins_at, ends_at = max(demand.begins_at, first), min(demand.ends_at, last)
    edges = {moment for span in spans for moment in span if begins_at < moment < ends_at}
    cuts = sorted({begins_at, ends_at, *edges})
    return list(pairwise(cuts)) if begins_at < ends_at else []


def _at(spans: Sequence[Span], moment: datetime) -> int:
    return sum(begins_at <= moment < ends_at for begins_at, ends_at in spans)


def _demand(rule: Doubling, midnight: datetime, because: Sentence) -> Demand:
    first, last = midnight + _since_midnight(rule.begins), midnight + _since_midnight(rule.ends)
    return Demand(first, last if last > first else last + DAY, rule.officers, rule.leaders, because)


def _since_midnight(typed: str) -> timedelta:
    moment = time.fromisoformat(typed)
    return timedelta(hours=moment.hour, minutes=moment.minute)
