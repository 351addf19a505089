"""Which conditions are judged on which series, their memories, and the quiet bands as two arrays."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import numpy as np
import structlog
from numpy.typing import NDArray

from linan.ground.orgs.models import Org
from linan.monitoring.actions.alarms import ClearedAlarm, RaisedAlarm
from linan.monitoring.domain.conditions import parse
from linan.monitoring.domain.conditions.silence import Silence
from linan.monitoring.domain.rule import BadParameters, Rule, Verdict
from linan.monitoring.models import Alarm, Condition, Series

log = structlog.get_logger()


@dataclass(slots=True)
class Watch:
    """One condition on one series. `memory` is what the last stored reading left behind."""

    condition_id: int
    version: int
    series_id: int
    unit: str
    rule: Rule
    memory: Any
    holds: bool


@dataclass(slots=True)
class Round:
    """Alarms that begin and end; each series and condition at most once."""

    raised: list[RaisedAlarm] = field(default_factory=list)
    cleared: list[ClearedAlarm] = field(default_factory=list)


@dataclass(slots=True)
class Judged:
    """What a batch changes: alarms, and the memories to keep once it is committed.

    rounds: the first change of each watch, then the second of those that changed twice, and so on.
    """

    rounds: list[Round] = field(default_factory=list)
    after: dict[int, tuple[Watch, Any, bool]] = field(default_factory=dict)
    _changes: dict[int, int] = field(default_factory=dict)

    def note(self, watch: Watch, verdict: Verdict, *, held: bool, value: float | None, at: datetime) -> None:
        """Take a verdict, and where it differs from what held before, the alarm that begins or ends."""
        self.after[id(watch)] = (watch, verdict.memory, verdict.holds)
        if verdict.holds == held:
            return
        place = self._changes.get(id(watch), 0)
        self._changes[id(watch)] = place + 1
        if place == len(self.rounds):
            self.rounds.append(Round())
        if verdict.holds:
            self.rounds[place].raised.append(
                RaisedAlarm(
                    series_id=watch.series_id, condition_id=watch.condition_id, value=value,
                    because=verdict.because, source_at=at,
                )
            )
        else:
            self.rounds[place].cleared.append(
                ClearedAlarm(series_id=watch.series_id, condition_id=watch.condition_id)
            )


class Judge:
    """All watches. Judging changes nothing here until `keep` is called after the COMMIT."""

    def __init__(self, watches: Iterable[Watch]) -> None:
        self.watches: dict[int, list[Watch]] = {}
        self.silences: list[Watch] = []
        for one in watches:
            if isinstance(one.rule, Silence):
                self.silences.append(one)
            else:
                self.watches.setdefault(one.series_id, []).append(one)
        size = max(self.watches, default=0) + 1
        self.low, self.high = np.full(size, -math.inf), np.full(size, math.inf)
        for series_id in self.watches:
            self._set_band(series_id)

    def judge(self, series: NDArray[np.int32], at_us: NDArray[np.int64], values: NDArray[np.float64]) -> Judged:
        """Judge readings in order of their series and time; only series with one outside its band are looked at."""
        known = np.minimum(series, len(self.low) - 1)
        beyond = (series < len(self.low)) & ((values < self.low[known]) | (values > self.high[known]))
        judged = Judged()
        if beyond.any():
            for place in np.flatnonzero(np.isin(series, series[beyond])):
                self._judge_one(int(series[place]), int(at_us[place]), float(values[place]), judged)
        return judged

    def _judge_one(self, series_id: int, at_us: int, value: float, judged: Judged) -> None:
        for watch in self.watches[series_id]:
            _, memory, held = judged.after.get(id(watch), (watch, watch.memory, watch.holds))
            verdict = watch.rule.judge(memory, at_us / 1e6, value, watch.unit)
            at = datetime.fromtimestamp(at_us / 1e6, UTC)
            judged.note(watch, verdict, held=held, value=value, at=at)

    def keep(self, judged: Judged) -> None:
        """Take over the memories of a batch that is committed."""
        for watch, memory, holds in judged.after.values():
            watch.memory, watch.holds = memory, holds
        for series_id in {one[0].series_id for one in judged.after.values()}:
            if series_id in self.watches:
                self._set_band(series_id)

    def _set_band(self, series_id: int) -> None:
        bands = [one.rule.quiet_band(one.memory) or (math.inf, -math.inf) for one in self.watches[series_id]]
        self.low[series_id] = max(low for low, _ in bands)
        self.high[series_id] = min(high for _, high in bands)

    def sweep_silence(self, heard_at: "HeardAt", now: datetime) -> Judged:
        """Judge the silence of every series that has such a condition."""
        judged = Judged()
        for watch in self.silences:
            assert isinstance(watch.rule, Silence)
            verdict = watch.rule.sweep(heard_at=heard_at(watch.series_id), now=now.timestamp())
            if verdict.holds != watch.holds:
                judged.note(watch, verdict, held=watch.holds, value=None, at=now)
        return judged


class HeardAt:
    """When each series' device was last heard, in seconds since 1970."""

    def __init__(self, device_of: dict[int, int], seen: dict[int, float], *, since: float) -> None:
        self.device_of = device_of
        self.seen = seen
        self.since = since

    def __call__(self, series_id: int) -> float:
        """Return the moment; one never heard counts from when the intake began to listen."""
        return max(self.since, self.seen.get(self.device_of.get(series_id, 0), 0.0))


def load_judge(former: Judge | None) -> Judge:
    """Return the watches that stand in the database, with the memories that the former judge had.

    Whether a watch holds is what the table of alarms says.
    """
    open_alarms = set(Alarm.objects.filter(cleared_at=None).values_list("condition_id", "series_id"))
    remembered = _memories(former)
    return Judge(
        one
        for condition, rule in _rules()
        for one in _watches(condition, rule, open_alarms, remembered)
    )


def _memories(former: Judge | None) -> dict[tuple[int, int, int], Watch]:
    if former is None:
        return {}
    watches = [*former.silences, *(one for some in former.watches.values() for one in some)]
    return {(one.condition_id, one.version, one.series_id): one for one in watches}


def _rules() -> Iterable[tuple[Condition, Rule]]:
    for condition in Condition.objects.filter(is_active=True).select_related("org"):
        try:
            yield condition, parse(condition.kind, condition.parameters)
        except BadParameters as refused:
            log.error("condition_not_understood", condition=condition.pk, problem=refused.values.get("problem"))


def _watches(
    condition: Condition, rule: Rule, open_alarms: set[tuple[int, int]],
    remembered: dict[tuple[int, int, int], Watch],
) -> Iterable[Watch]:
    for series_id, unit in _series_of(condition):
        holds = (condition.pk, series_id) in open_alarms
        before = remembered.get((condition.pk, condition.version, series_id))
        memory = before.memory if before and before.holds == holds else rule.begin(holds=holds)
        yield Watch(condition.pk, condition.version, series_id, unit, rule, memory, holds)


def _series_of(condition: Condition) -> Sequence[tuple[int, str]]:
    series = Series.objects.all()
    if condition.series_id:
        series = series.filter(pk=condition.series_id)
    else:
        below = Org.objects.filter(path__startswith=condition.org.path)
        series = series.filter(device__org__in=below, quantity=condition.quantity)
        if condition.profile:
            series = series.filter(device__profile=condition.profile)
    return list(series.values_list("pk", "unit"))
