"""Rehearsal: what a condition would have done on a recording, and how that compares with what is known."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from linan.ground.text import Sentence
from linan.monitoring.domain.conditions.silence import Silence
from linan.monitoring.domain.rule import AnyRule, Member
from linan.monitoring.domain.watch import Floats, Ints, Turn, Watch, Watches

NEAR_S = 600.0  # a firing this near to a known alarm of the same place is the same thing seen again


@dataclass(slots=True)
class Firing:
    """One alarm that would have been. until: when it would have been over, None: not within the recording."""

    series_id: int
    at: float
    value: float | None
    because: Sentence
    until: float | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """An alarm that a person has judged. is_real: real, or false."""

    alarm_id: int
    series_id: int
    at: float
    is_real: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """What firings mean beside the known alarms. new: firings of which nothing is known."""

    real_seen: list[int]
    real_missed: list[int]
    false_again: list[int]
    false_gone: list[int]
    new: int


@dataclass(slots=True)
class Rehearsal:
    """A condition on its watches, fed with a recording in order of time."""

    watches: list[Watch]
    firings: list[Firing] = field(default_factory=list)
    read: int = 0
    _open: dict[int, Firing] = field(default_factory=dict)
    _heard: dict[int, float] = field(default_factory=dict)
    _judge: Watches = field(init=False)

    def __post_init__(self) -> None:
        self._judge = Watches(one for one in self.watches if not isinstance(one.rule, Silence))

    def feed(self, series: NDArray[np.int32], at_us: Ints, values: Floats) -> None:
        """Judge columns, sorted by series and time, that follow what was fed before."""
        self.read += len(series)
        self._hear(series, at_us)
        wanted = self._wanted(series, at_us, values)
        course = self._judge.judge(series[wanted], at_us[wanted], values[wanted])
        self._judge.keep(course)
        self._note(course.turns)

    def end(self, at: float) -> list[Firing]:
        """Let time pass until the end of the recording, and return all firings, the first one first."""
        course = self._judge.pass_time(at)
        self._judge.keep(course)
        self._note(course.turns)
        for watch in self._silences():
            heard = self._heard.get(watch.held_on)
            if heard is not None:
                self._find_silence(watch, heard, at, is_over=False)
        return sorted(self.firings, key=lambda one: (one.at, one.series_id))

    def _wanted(self, series: NDArray[np.int32], at_us: Ints, values: Floats) -> NDArray[np.bool_]:
        """Return which readings must be judged: of a series that stays calm only the newest, for its memory."""
        wanted = np.ones(len(series), np.bool_)
        for begin, end in _runs(series):
            watches = self._judge.of_series.get(int(series[begin]), [])
            if watches and all(_is_calm(one, values[begin:end]) for one in watches):
                lasting = max(one.rule.looks_back_s() for one in watches)
                wanted[begin:end] = at_us[begin:end] >= at_us[end - 1] - lasting * 1e6
        return wanted

    def _note(self, turns: Iterable[Turn]) -> None:
        for turn in turns:
            if turn.holds:
                self._begin(turn)
            elif (firing := self._open.pop(id(turn.watch), None)) is not None:
                firing.until = turn.at

    def _begin(self, turn: Turn) -> None:
        firing = Firing(turn.series_id, turn.at, turn.value, turn.because)
        self._open[id(turn.watch)] = firing
        self.firings.append(firing)

    def _silences(self) -> list[Watch]:
        return [one for one in self.watches if isinstance(one.rule, Silence)]

    def _hear(self, series: NDArray[np.int32], at_us: Ints) -> None:
        """Find the gaps that are too long, within the columns and since what was fed before."""
        silences = {one.held_on: one for one in self._silences()}
        for begin, end in _runs(series) if silences else ():
            watch = silences.get(int(series[begin]))
            if watch is not None:
                moments = at_us[begin:end] / 1e6
                before = self._heard.get(watch.held_on, float(moments[0]))
                self._find_gaps(watch, np.concatenate([[before], moments]))
                self._heard[watch.held_on] = float(moments[-1])

    def _find_gaps(self, watch: Watch, moments: Floats) -> None:
        assert isinstance(watch.rule, Silence)
        for place in np.flatnonzero(np.diff(moments) > watch.rule.silent_s):
            self._find_silence(watch, float(moments[place]), float(moments[place + 1]), is_over=True)

    def _find_silence(self, watch: Watch, heard: float, until: float, *, is_over: bool) -> None:
        assert isinstance(watch.rule, Silence)
        verdict = watch.rule.sweep(heard_at=heard, now=until)
        if verdict.holds:
            begins = heard + watch.rule.silent_s
            self.firings.append(Firing(watch.held_on, begins, None, verdict.because, until if is_over else None))


def _runs(series: NDArray[np.int32]) -> list[tuple[int, int]]:
    """Return where each series begins and ends in sorted columns."""
    borders = [0, *(np.flatnonzero(np.diff(series)) + 1).tolist(), len(series)]
    return [(begin, end) for begin, end in pairwise(borders) if begin < end]


def _is_calm(watch: Watch, values: Floats) -> bool:
    stays_calm = getattr(watch.rule, "stays_calm", None)
    return bool(stays_calm and stays_calm(watch.memory, float(values.min()), float(values.max())))


def watches_of(rule: AnyRule, members: Sequence[Member]) -> list[Watch]:
    """Return the watches of a rule on series that are all of one place."""
    if hasattr(rule, "judge_member"):
        group = {one.series_id: one for one in members}
        return [Watch(0, 0, group, rule, "place", rule.begin(holds=False), False, members[0].series_id)]
    return [
        Watch(0, 0, {one.series_id: one}, rule, one.series_id, rule.begin(holds=False), False, one.series_id)
        for one in members
    ]


def compared(firings: Sequence[Firing], known: Sequence[Known], *, place_of: Mapping[int, object]) -> Comparison:
    """Return how firings stand beside known alarms of the same place, ten minutes apart at most.

    place_of: {series: place}, such as its building.
    """
    by_place: dict[object, list[Known]] = {}
    for one in known:
        by_place.setdefault(place_of.get(one.series_id), []).append(one)
    near = [_near(firing, by_place.get(place_of.get(firing.series_id), [])) for firing in firings]
    seen = {alarm_id for some in near for alarm_id in some}
    return Comparison(
        real_seen=[one.alarm_id for one in known if one.is_real and one.alarm_id in seen],
        real_missed=[one.alarm_id for one in known if one.is_real and one.alarm_id not in seen],
        false_again=[one.alarm_id for one in known if not one.is_real and one.alarm_id in seen],
        false_gone=[one.alarm_id for one in known if not one.is_real and one.alarm_id not in seen],
        new=sum(not some for some in near),
    )


def _near(firing: Firing, known: Sequence[Known]) -> list[int]:
    begins, ends = firing.at - NEAR_S, (firing.until or firing.at) + NEAR_S
    return [one.alarm_id for one in known if begins <= one.at <= ends]
