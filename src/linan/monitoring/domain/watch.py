"""Watching: every condition on every series, judged on columns of readings with one comparison for the quiet ones."""

import math
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from linan.ground.text import Sentence
from linan.monitoring.domain.rule import AnyRule, Member, Verdict

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(slots=True)
class Watch:
    """One condition on one series, or on the series of one place.

    memory is what the last kept reading left behind; held_on: the series on which the alarm stands, or which
    was judged last. place: what tells this watch from the others of its condition.
    """

    condition_id: int
    version: int
    members: dict[int, Member]
    rule: AnyRule
    place: Hashable
    memory: Any
    holds: bool
    held_on: int

    def judge(self, memory: Any, series_id: int, at: float, value: float) -> Verdict:
        """Judge one reading. at: seconds since 1970."""
        rule, member = self.rule, self.members[series_id]
        if hasattr(rule, "judge_member"):
            return rule.judge_member(memory, member, at, value)
        return rule.judge(memory, at, value, member.unit)

    def band(self, series_id: int) -> tuple[float, float]:
        """Return the values of a series that change nothing; an empty interval where every one may."""
        rule = self.rule
        if hasattr(rule, "band_of"):
            band = rule.band_of(self.memory, self.members[series_id])
        else:
            band = rule.quiet_band(self.memory)
        return band or (math.inf, -math.inf)

    def due_at(self, memory: Any) -> float:
        """Return when time alone changes the verdict, seconds since 1970; infinity: never."""
        due_at = getattr(self.rule, "due_at", None)
        due = due_at(memory) if due_at else None
        return math.inf if due is None else float(due)


@dataclass(frozen=True, slots=True)
class Turn:
    """A condition that came to hold, or ceased to. value: None where time alone decided."""

    watch: Watch
    holds: bool
    series_id: int
    at: float
    value: float | None
    because: Sentence


@dataclass(frozen=True, slots=True)
class State:
    """What a watch would remember."""

    memory: Any
    holds: bool
    held_on: int


@dataclass(slots=True)
class Course:
    """What readings change: the turns in their order, and the memories to keep once all is stored."""

    turns: list[Turn] = field(default_factory=list)
    after: dict[int, tuple[Watch, State]] = field(default_factory=dict)

    def state_of(self, watch: Watch) -> State:
        """Return what the watch remembers by now."""
        found = self.after.get(id(watch))
        return found[1] if found else State(watch.memory, watch.holds, watch.held_on)

    def judge(self, watch: Watch, series_id: int, at: float, value: float) -> None:
        """Judge one reading after the time that passed before it."""
        self.pass_time(watch, at)
        verdict = watch.judge(self.state_of(watch).memory, series_id, at, value)
        self._note(watch, verdict, series_id=series_id, at=at, value=value)

    def pass_time(self, watch: Watch, until: float) -> None:
        """Let everything happen that is due before a moment."""
        passed = -math.inf
        while passed < (due := watch.due_at(self.state_of(watch).memory)) < until:
            state = self.state_of(watch)
            verdict = watch.rule.pass_time(state.memory, due)  # type: ignore[union-attr]
            self._note(watch, verdict, series_id=state.held_on, at=due, value=None)
            passed = due

    def _note(self, watch: Watch, verdict: Verdict, *, series_id: int, at: float, value: float | None) -> None:
        before = self.state_of(watch)
        held_on = before.held_on if before.holds else series_id
        self.after[id(watch)] = (watch, State(verdict.memory, verdict.holds, held_on))
        if verdict.holds != before.holds:
            self.turns.append(Turn(watch, verdict.holds, held_on, at, value, verdict.because))


class Watches:
    """All watches, with the quiet band of each series in two arrays. Judging changes nothing until `keep`."""

    def __init__(self, watches: Iterable[Watch]) -> None:
        self.all = list(watches)
        self.of_series: dict[int, list[Watch]] = {}
        self._due: dict[int, tuple[float, Watch]] = {}
        for watch in self.all:
            for series_id in watch.members:
                self.of_series.setdefault(series_id, []).append(watch)
            self._set_due(watch)
        size = max(self.of_series, default=0) + 1
        self.low, self.high = np.full(size, -math.inf), np.full(size, math.inf)
        for series_id in self.of_series:
            self._set_band(series_id)

    def judge(self, series: NDArray[np.int32], at_us: Ints, values: Floats) -> Course:
        """Judge readings, those of each series in order of time; at_us: microseconds since 1970.

        Only series with a reading outside their band are looked at, those of one place in order of time.
        """
        course = Course()
        for place in self._loud(series, at_us, values):
            series_id, at, value = int(series[place]), int(at_us[place]) / 1e6, float(values[place])
            for watch in self.of_series[series_id]:
                course.judge(watch, series_id, at, value)
        return course

    def _loud(self, series: NDArray[np.int32], at_us: Ints, values: Floats) -> Iterator[int]:
        known = np.minimum(series, len(self.low) - 1)
        beyond = (series < len(self.low)) & ((values < self.low[known]) | (values > self.high[known]))
        if beyond.any():
            places = np.flatnonzero(np.isin(series, series[beyond]))
            yield from places[np.argsort(at_us[places], kind="stable")].tolist()

    def pass_time(self, until: float) -> Course:
        """Let time pass where nothing is read. until: seconds since 1970."""
        course = Course()
        for due, watch in list(self._due.values()):
            if due < until:
                course.pass_time(watch, until)
        return course

    def keep(self, course: Course) -> None:
        """Take over the memories of readings that are stored."""
        touched: set[int] = set()
        for watch, state in course.after.values():
            watch.memory, watch.holds, watch.held_on = state.memory, state.holds, state.held_on
            touched.update(watch.members)
            self._set_due(watch)
        for series_id in touched:
            self._set_band(series_id)

    def _set_due(self, watch: Watch) -> None:
        due = watch.due_at(watch.memory)
        if due < math.inf:
            self._due[id(watch)] = due, watch
        else:
            self._due.pop(id(watch), None)

    def _set_band(self, series_id: int) -> None:
        bands = [watch.band(series_id) for watch in self.of_series[series_id]]
        self.low[series_id] = max(low for low, _ in bands)
        self.high[series_id] = min(high for _, high in bands)
