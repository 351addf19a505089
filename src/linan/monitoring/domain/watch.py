"""Watching: every condition on every series, judged on columns of readings with one comparison for the quiet ones."""

import math
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from linan.ground.text import Sentence
from linan.monitoring.domain.rule import AnyRule, Member, Verdict

LONG = 32  # readings of one series in one go, from which searching for the next loud one pays
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

    def band(self, series_id: int, memory: Any) -> tuple[float, float]:
        """Return the values of a series that change nothing; an empty interval where every one may."""
        rule = self.rule
        if hasattr(rule, "band_of"):
            band = rule.band_of(memory, self.members[series_id])
        else:
            band = rule.quiet_band(memory)
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

    def follow(self, watch: Watch, series_id: int, at: Floats, values: Floats) -> None:
        """Judge the readings of one series that lie outside the quiet band of their moment, in order of time."""
        moments, numbers, place = at.tolist(), values.tolist(), 0
        state = self.state_of(watch)
        while True:
            place, state = _skipped(watch, series_id, state, at, values, place)
            if place == len(numbers):
                break
            moment, value = moments[place], numbers[place]
            if watch.due_at(state.memory) < moment:
                self._keep(watch, state)
                self.pass_time(watch, moment)
                state = self.state_of(watch)
            verdict = watch.judge(state.memory, series_id, moment, value)
            if verdict.holds == state.holds:
                state = State(verdict.memory, state.holds, state.held_on if state.holds else series_id)
            else:
                self._keep(watch, state)
                state = self._note(watch, verdict, series_id=series_id, at=moment, value=value)
            place += 1
        self._keep(watch, state)

    def _keep(self, watch: Watch, state: State) -> None:
        self.after[id(watch)] = (watch, state)

    def _note(self, watch: Watch, verdict: Verdict, *, series_id: int, at: float, value: float | None) -> State:
        before = self.state_of(watch)
        held_on = before.held_on if before.holds else series_id
        if verdict.holds != before.holds:
            self.turns.append(Turn(watch, verdict.holds, held_on, at, value, verdict.because))
        state = State(verdict.memory, verdict.holds, held_on)
        self.after[id(watch)] = (watch, state)
        return state


def _skipped(
    watch: Watch, series_id: int, state: State, at: Floats, values: Floats, place: int
) -> tuple[int, State]:
    """Return the place of the next reading that must be judged for itself, and what is remembered just before it."""
    skip = getattr(watch.rule, "skip", None)
    if skip is None:
        return _next_loud(values, place, watch.band(series_id, state.memory)), state
    passed, memory = skip(state.memory, at[place:], values[place:], watch.members[series_id].unit)
    return place + passed, State(memory, state.holds, state.held_on)


def _next_loud(values: Floats, place: int, band: tuple[float, float]) -> int:
    """Return the first place from `place` on whose value lies outside the band; the length where none does."""
    low, high = band
    if low > high:
        return place
    size = LONG
    while place < len(values):
        block = values[place : place + size]
        loud = np.flatnonzero((block < low) | (block > high))
        if len(loud):
            return place + int(loud[0])
        place, size = place + size, size * 4
    return len(values)


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
        known = np.minimum(series, len(self.low) - 1)
        beyond = (series < len(self.low)) & ((values < self.low[known]) | (values > self.high[known]))
        if beyond.any():
            places = np.flatnonzero(np.isin(series, series[beyond]))
            if len(places) > LONG:
                places = self._walk_long_runs(course, places, series, at_us, values)
            for place in places[np.argsort(at_us[places], kind="stable")].tolist():
                self._judge_one(course, int(series[place]), int(at_us[place]) / 1e6, float(values[place]))
        return course

    def _judge_one(self, course: Course, series_id: int, at: float, value: float) -> None:
        for watch in self.of_series[series_id]:
            course.judge(watch, series_id, at, value)

    def _walk_long_runs(
        self, course: Course, places: NDArray[np.int64], series: NDArray[np.int32], at_us: Ints, values: Floats
    ) -> NDArray[np.int64]:
        """Judge series that have many readings and are judged alone; return the places of all others."""
        borders = [0, *(np.flatnonzero(np.diff(series[places])) + 1).tolist(), len(places)]
        others = []
        for run in (places[begin:end] for begin, end in pairwise(borders)):
            series_id = int(series[run[0]])
            if len(run) > LONG and all(len(one.members) == 1 for one in self.of_series[series_id]):
                for watch in self.of_series[series_id]:
                    course.follow(watch, series_id, at_us[run] / 1e6, values[run])
            else:
                others.append(run)
        return np.concatenate(others) if others else places[:0]

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
        bands = [watch.band(series_id, watch.memory) for watch in self.of_series[series_id]]
        self.low[series_id] = max(low for low, _ in bands)
        self.high[series_id] = min(high for _, high in bands)
