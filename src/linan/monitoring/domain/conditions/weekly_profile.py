"""Departure from the usual: more, or less, than at this hour in other weeks (crowds, night water flow, cases).

Source: Farrington et al. 1996 compare a count with the same season of other years; here the median is the usual
value, and the spread is the larger of 1.4826 × the median absolute deviation (Rousseeuw and Croux 1993) and, for
counts (which have no unit), the square root of the usual value, which is their spread by chance (Poisson).

An outbreak in the first year has no other year beside it. Against the weeks just before, the usual value is the mean of
seven and the spread their standard deviation: C1 of the Early Aberration Reporting System (Hutwagner et al. 2003, J
Urban Health 80), made for days and used for weeks as well (earsC of the R package surveillance).
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import numpy as np

from linan.ground.text import noop, say
from linan.monitoring.domain.conditions._usual import (
    Floats,
    lay_down,
    limit_of,
    mean_of,
    quiet_of,
    skip_hours,
    skip_usual,
    usual_of,
)
from linan.monitoring.domain.rule import Field, Said, Shape, Verdict, choice, count, number, only, positive
from linan.monitoring.domain.setting import Setting

TITLE = noop("departure from the usual")
FIELDS = (
    Field(
        "direction", noop("which way it departs"), Shape.CHOICE, default="more",
        choices=(("more", noop("more than usual")), ("less", noop("less than usual"))),
    ),
    Field("times", noop("by how many times the usual spread"), Shape.NUMBER, default=4),
    Field("at_least", noop("and by at least"), Shape.NUMBER, default=0, is_required=False),
    Field(
        "compare", noop("compared with"), Shape.CHOICE, default="hour",
        choices=(
            ("hour", noop("the same hour of the week in the weeks before")),
            ("week", noop("the same season in the years before")),
            ("recent", noop("the seven weeks just before")),
        ),
    ),
    Field("learns", noop("needs so many earlier values"), Shape.COUNT, default=4),
)
SLOTS = {"hour": 168, "week": 53, "recent": 1}
KEPT = {"hour": 8, "week": 5, "recent": 7}       # weeks, years, weeks
AROUND = {"hour": 0, "week": 3, "recent": 0}     # neighbouring slots that count too (Farrington's half window)
PERIOD_S = {"hour": 3600.0, "week": 604800.0, "recent": 604800.0}
LEARNING = noop("%(value)g %(unit)s; what is usual is still being learnt")
BECAUSE = noop("%(value)g %(unit)s, usual are %(usual)g %(unit)s; %(limit)g %(unit)s would be out of the ordinary")
SAYS = {
    ("more", "hour"): noop(
        "An alarm when it is more than usual at this hour of the week: by %(times)g times the usual spread and at"
        " least %(at_least)g %(unit)s."
    ),
    ("less", "hour"): noop(
        "An alarm when it is less than usual at this hour of the week: by %(times)g times the usual spread and at"
        " least %(at_least)g %(unit)s."
    ),
    ("more", "week"): noop(
        "An alarm when it is more than usual in this season: by %(times)g times the usual spread and at least"
        " %(at_least)g %(unit)s."
    ),
    ("less", "week"): noop(
        "An alarm when it is less than usual in this season: by %(times)g times the usual spread and at least"
        " %(at_least)g %(unit)s."
    ),
    ("more", "recent"): noop(
        "An alarm when it is more than in the seven weeks before: by %(times)g times their spread and at least"
        " %(at_least)g %(unit)s."
    ),
    ("less", "recent"): noop(
        "An alarm when it is less than in the seven weeks before: by %(times)g times their spread and at least"
        " %(at_least)g %(unit)s."
    ),
}
_NOTHING = {name: np.full((SLOTS[name], KEPT[name]), math.nan).tobytes() for name in SLOTS}


@dataclass(frozen=True, slots=True)
class Memory:
    """history: for each slot the means of its last weeks or years, as a table of numbers packed into bytes, which
    nobody changes; period, slot, sum, read: the one that now runs.

    usual, spread: of the running slot, the spread by chance left out; both None while they are being learnt.
    """

    holds: bool
    history: bytes
    period: int = -1
    slot: int = 0
    sum: float = 0.0
    read: int = 0
    usual: float | None = None
    spread: float | None = None


@dataclass(frozen=True, slots=True)
class WeeklyProfile:
    """The rule. Raised beyond the limit, over when the departure is less than half of it."""

    is_more: bool
    times: float
    at_least: float
    compare: str
    learns: int
    setting: Setting

    def begin(self, *, holds: bool) -> Memory:
        """Return the memory."""
        return Memory(holds, _NOTHING[self.compare])

    def judge(self, memory: Memory, at: float, value: float, unit: str) -> Verdict:
        """Judge one reading against the slots before it. One that is older than the running period is not counted."""
        period = int(at // PERIOD_S[self.compare])
        if period < memory.period:
            return Verdict(memory.holds, say(LEARNING, value=value, unit=unit), memory)
        memory = memory if period == memory.period else self._turn(memory, period, self._slot(at))
        if memory.usual is None or memory.spread is None:
            return self._verdict(memory, memory.holds, value, say(LEARNING, value=value, unit=unit))
        usual, limit = memory.usual, self._limit(memory.usual, memory.spread, is_count=unit == "")
        gone = (value - usual) if self.is_more else (usual - value)
        holds = gone > limit / 2 if memory.holds else gone >= limit and gone > 0
        at_limit = round(usual + limit if self.is_more else usual - limit, 2)
        because = say(BECAUSE, value=value, unit=unit, usual=round(usual, 2), limit=at_limit)
        return self._verdict(memory, holds, value, because)

    def _slot(self, at: float) -> int:
        local = self.setting.local(at)
        if self.compare == "hour":
            return local.weekday() * 24 + local.hour
        return (local.isocalendar().week - 1) % SLOTS[self.compare]

    def _turn(self, memory: Memory, period: int, slot: int) -> Memory:
        """Return the memory with the period that ended laid down in its slot, and what is usual in the next one."""
        history = self._table(memory)
        if memory.read:
            lay_down(history[memory.slot], memory.sum / memory.read)
        known = self._known(history, slot)
        if len(known) < self.learns:
            return Memory(memory.holds, history.tobytes(), period, slot)
        usual, spread = mean_of(known) if self.compare == "recent" else usual_of(known)
        return Memory(memory.holds, history.tobytes(), period, slot, usual=usual, spread=spread)

    def _table(self, memory: Memory) -> Floats:
        """Return a copy of the history, a row for each slot."""
        return np.frombuffer(memory.history).reshape(SLOTS[self.compare], KEPT[self.compare]).copy()

    def _known(self, history: Floats, slot: int) -> Floats:
        around, slots = AROUND[self.compare], SLOTS[self.compare]
        rows = history[[(slot + step) % slots for step in range(-around, around + 1)]].ravel()
        return rows[~np.isnan(rows)]

    def _limit(self, usual: float, spread: float, *, is_count: bool) -> float:
        """Return the departure from the usual value that raises an alarm."""
        return limit_of(usual, spread, self.times, self.at_least, is_count)

    def _verdict(self, memory: Memory, holds: bool, value: float, because: Any) -> Verdict:
        after = _counted(memory, memory.sum + value, memory.read + 1)
        return Verdict(holds, because, after if holds == memory.holds else replace(after, holds=holds))

    def quiet_band(self, memory: Memory) -> None:
        """Return None: every reading belongs to what is usual."""
        return

    def skip(self, memory: Memory, at: Floats, values: Floats, unit: str) -> tuple[int, Memory]:
        """Return how many readings change no verdict, and the memory after them."""
        if self.compare == "hour" and len(at):
            first, last = (self._offset_s(float(one)) for one in (at[0], at[-1]))
            if first == last:
                return self._skip_hours(memory, at, values, offset_s=first, is_count=unit == "")
        return self._skip_periods(memory, at, values, unit)

    def _offset_s(self, at: float) -> float:
        return (self.setting.local(at).utcoffset() or timedelta()).total_seconds()

    def _skip_hours(
        self, memory: Memory, at: Floats, values: Floats, *, offset_s: float, is_count: bool
    ) -> tuple[int, Memory]:
        """Skip while the wall clock keeps its distance from UTC, all hours in one go."""
        history = self._table(memory)
        usual, spread = (math.nan if one is None else one for one in (memory.usual, memory.spread))
        place, period, slot, total, read, usual, spread = skip_hours(
            at, values, offset_s, history, self.learns, self.times, self.at_least, is_count, self.is_more, memory.holds,
            memory.period, memory.slot, memory.sum, memory.read, usual, spread,
        )
        known = (None, None) if math.isnan(usual) else (usual, spread)
        packed = memory.history if period == memory.period else history.tobytes()
        return place, Memory(memory.holds, packed, period, slot, total, read, *known)

    def _skip_periods(self, memory: Memory, at: Floats, values: Floats, unit: str) -> tuple[int, Memory]:
        """Skip period by period: weeks of the year, and hours of a day on which the clock is changed."""
        period_s, place = PERIOD_S[self.compare], 0
        while place < len(values):
            period = int(at[place] // period_s)
            if period > memory.period:
                memory = self._turn(memory, period, self._slot(float(at[place])))
            least, most = self._quiet(memory, is_count=unit == "")
            passed, total, read = skip_usual(
                at, values, place, period_s, memory.period, least, most, memory.sum, memory.read
            )
            if passed == place:
                break
            memory = _counted(memory, total, read)
            place = passed
        return place, memory

    def _quiet(self, memory: Memory, *, is_count: bool) -> tuple[float, float]:
        """Return an interval, a little narrower than true, of values that leave the verdict of this period as it is."""
        usual, spread = (math.nan if one is None else one for one in (memory.usual, memory.spread))
        return quiet_of(usual, spread, self.times, self.at_least, is_count, self.is_more, memory.holds)

    def looks_back_s(self) -> float:
        """Return the weeks, or years, that are remembered."""
        return KEPT[self.compare] * SLOTS[self.compare] * PERIOD_S[self.compare]

    def says(self, unit: str) -> list[Said]:
        """Return in words what the rule will do."""
        msgid = SAYS["more" if self.is_more else "less", self.compare]
        return [Said(say(msgid, times=self.times, at_least=self.at_least, unit=unit))]


def _counted(memory: Memory, total: float, read: int) -> Memory:
    """Return the memory with another sum and count of the running period (`replace` takes four times as long)."""
    return Memory(
        memory.holds, memory.history, memory.period, memory.slot, total, read, memory.usual, memory.spread
    )


def parse(parameters: Mapping[str, Any], setting: Setting) -> WeeklyProfile:
    """Return the rule of {"direction", "times", "at_least", "compare", "learns"}. Raises: BadParameters."""
    only(parameters, "direction", "times", "at_least", "compare", "learns")
    return WeeklyProfile(
        is_more=choice(parameters, "direction", ("more", "less"), "more") == "more",
        times=positive(parameters, "times"),
        at_least=number(parameters, "at_least") if "at_least" in parameters else 0.0,
        compare=choice(parameters, "compare", tuple(SLOTS), "hour"),
        learns=count(parameters, "learns", least=2) if "learns" in parameters else 4, setting=setting,
    )
