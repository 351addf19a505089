"""Which conditions are judged on which series, and the alarms that begin and end with what they say."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

import numpy as np
import structlog
from numpy.typing import NDArray

from linan.ground.clock import now
from linan.monitoring.actions.alarms import ClearedAlarm, RaisedAlarm
from linan.monitoring.domain.conditions import parse
from linan.monitoring.domain.conditions.silence import Silence
from linan.monitoring.domain.rule import AnyRule, BadParameters
from linan.monitoring.domain.watch import Course, Turn, Watch, Watches
from linan.monitoring.models import Alarm, Condition
from linan.monitoring.recorded import recorded
from linan.monitoring.scope import members_of, setting_of

log = structlog.get_logger()


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

    course: Course = field(default_factory=Course)
    silences: list[tuple[Watch, bool]] = field(default_factory=list)
    rounds: list[Round] = field(default_factory=list)
    _changes: dict[int, int] = field(default_factory=dict)

    def note(self, turn: Turn) -> None:
        """Take the alarm that begins or ends with a turn."""
        place = self._changes.get(id(turn.watch), 0)
        self._changes[id(turn.watch)] = place + 1
        if place == len(self.rounds):
            self.rounds.append(Round())
        if turn.holds:
            self.rounds[place].raised.append(_raised(turn))
        else:
            self.rounds[place].cleared.append(
                ClearedAlarm(series_id=turn.series_id, condition_id=turn.watch.condition_id)
            )


def _raised(turn: Turn) -> RaisedAlarm:
    return RaisedAlarm(
        series_id=turn.series_id, condition_id=turn.watch.condition_id, value=turn.value, because=turn.because,
        source_at=datetime.fromtimestamp(turn.at, UTC),
    )


class Judge:
    """All watches. Judging changes nothing here until `keep` is called after the COMMIT."""

    def __init__(self, watches: Iterable[Watch]) -> None:
        every = list(watches)
        self.silences = [one for one in every if isinstance(one.rule, Silence)]
        self.watches = Watches(one for one in every if not isinstance(one.rule, Silence))

    def judge(self, series: NDArray[np.int32], at_us: NDArray[np.int64], values: NDArray[np.float64]) -> Judged:
        """Judge readings in order of their series and time; only series with one outside its band are looked at."""
        return _judged(self.watches.judge(series, at_us, values))

    def keep(self, judged: Judged) -> None:
        """Take over the memories of a batch that is committed."""
        self.watches.keep(judged.course)
        for watch, holds in judged.silences:
            watch.memory = watch.holds = holds

    def sweep_silence(self, heard_at: "HeardAt", now: datetime) -> Judged:
        """Judge what time alone changes: silence, and every condition that is due."""
        judged = _judged(self.watches.pass_time(now.timestamp()))
        for watch in self.silences:
            assert isinstance(watch.rule, Silence)
            verdict = watch.rule.sweep(heard_at=heard_at(watch.held_on), now=now.timestamp())
            if verdict.holds != watch.holds:
                judged.silences.append((watch, verdict.holds))
                judged.note(Turn(watch, verdict.holds, watch.held_on, now.timestamp(), None, verdict.because))
        return judged


def _judged(course: Course) -> Judged:
    judged = Judged(course)
    for turn in course.turns:
        judged.note(turn)
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

    Whether a watch holds is what the table of alarms says; what else it must remember is read from the store.
    """
    open_pairs = set(Alarm.objects.filter(cleared_at=None).values_list("condition_id", "series_id"))
    remembered = _memories(former)
    watches = [
        watch
        for condition, rule in _rules()
        for watch in _watches(condition, rule, open_pairs)
    ]
    forgetful = [one for one in watches if not _recall(one, remembered.get(_key(one)))]
    _read_past([one for one in forgetful if one.rule.looks_back_s() > 0])
    return Judge(watches)


def _key(watch: Watch) -> tuple[int, int, Any]:
    return watch.condition_id, watch.version, watch.place


def _memories(former: Judge | None) -> dict[tuple[int, int, Any], Watch]:
    return {_key(one): one for one in [*former.silences, *former.watches.all]} if former else {}


def _recall(watch: Watch, before: Watch | None) -> bool:
    """Give a watch the memory it had, and return whether it had one that still fits."""
    if before is None or before.holds != watch.holds or before.rule != watch.rule:
        return False
    watch.memory, watch.held_on = before.memory, before.held_on
    return True


def _read_past(watches: list[Watch]) -> None:
    """Let watches remember what the store has: the windows, the weeks, since when a level is reached."""
    for looks_back_s in sorted({one.rule.looks_back_s() for one in watches}):
        some = [one for one in watches if one.rule.looks_back_s() == looks_back_s]
        held = [(one.holds, one.held_on) for one in some]
        past = Watches(some)
        for columns in recorded(list(past.of_series), first=now().timestamp() - looks_back_s, last=now().timestamp()):
            past.keep(past.judge(*columns))
        for watch, (holds, held_on) in zip(some, held, strict=True):
            watch.holds, watch.held_on = holds, held_on
            if watch.memory.holds != holds:
                watch.memory = replace(watch.memory, holds=holds)


def _rules() -> Iterator[tuple[Condition, AnyRule]]:
    for condition in Condition.objects.filter(is_active=True).select_related("org"):
        try:
            yield condition, parse(condition.kind, condition.parameters, setting_of(condition.org))
        except BadParameters as refused:
            log.error("condition_not_understood", condition=condition.pk, problem=refused.values.get("problem"))


def _watches(condition: Condition, rule: AnyRule, open_pairs: set[tuple[int, int]]) -> Iterator[Watch]:
    for place, members in members_of(condition, rule).items():
        held_on = next((one for one in members if (condition.pk, one) in open_pairs), 0)
        holds = held_on > 0
        yield Watch(
            condition.pk, condition.version, members, rule, place, rule.begin(holds=holds), holds,
            held_on or next(iter(members)),
        )
