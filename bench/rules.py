"""How fast conditions are rehearsed: a week of 1,000 series every ten minutes, from which a year is reckoned.

Each line is one kind of condition: readings a second, what a year of 1,000 series takes without the store, and how
many times as fast as judging the same readings one after the other in Python. The curves are made: a day's swing, the
noise of a common sensor, some peaks; rain falls in three of a hundred readings.
Usage: python bench/rules.py [--days 7] [--kind rate_of_rise].
"""

import argparse
import json
import time
from collections.abc import Iterator
from typing import Any

import numpy as np

from linan.monitoring.domain.conditions import parse
from linan.monitoring.domain.rehearsal import Rehearsal
from linan.monitoring.domain.rule import AnyRule, Member
from linan.monitoring.domain.watch import Watch

SERIES, A_DAY, STEP_S = 1_000, 144, 600
A_BUILDING = 10  # series that are judged together
SINGLY = 20_000  # readings of the comparison, judged one by one
BEGIN = 1_768_435_200  # 2026-01-15 in Shanghai
HOT = {"above": 57, "clear_below": 45}
KINDS: dict[str, dict[str, Any]] = {
    "threshold": HOT, "sustained": {**HOT, "for_s": 600}, "rate_of_rise": {"rise": 10, "within_s": 3600},
    "window_sum": {"at_least": 50, "within_s": 10_800, "reads": "amount"},
    "event_sum": {"at_least": 60, "dry_gap_s": 21_600, "reads": "amount"}, "stuck": {"for_s": 259_200},
    "weekly_profile": {"times": 6, "at_least": 20}, "silence": {"silent_s": 7_200},
    "n_of_m": {**HOT, "n": 2, "within_s": 1_200, "together": "building"},
    "schedule": {"inner": {"kind": "threshold", "parameters": HOT}, "from_hour": "22:00", "to_hour": "06:00"},
}


def watches(rule: AnyRule) -> Iterator[Watch]:
    """Yield the watches of a rule on all series, ten of a building where it judges them together."""
    step = A_BUILDING if hasattr(rule, "judge_member") else 1
    for first in range(1, SERIES + 1, step):
        members = {one: Member(one, "temperature", "°C", of=step) for one in range(first, first + step)}
        yield Watch(0, 0, members, rule, first, rule.begin(holds=False), False, first)


def day(number: int, kind: str) -> tuple[Any, Any, Any]:
    """Return series, µs since 1970 and values of one day, by series and time."""
    dice, count = np.random.default_rng(number), SERIES * A_DAY
    at = np.tile(np.arange(A_DAY) * STEP_S, SERIES) + BEGIN + number * 86_400
    values = np.round(20 + 3 * np.sin(at / 14_000) + dice.normal(0, 0.3, count), 2)
    if kind.endswith("_sum"):
        values = np.where(dice.random(count) < 0.03, dice.exponential(2, count), 0.0)
    values[dice.integers(0, count, 20)] = 70.0
    return np.repeat(np.arange(1, SERIES + 1, dtype=np.int32), A_DAY), at.astype(np.int64) * 1_000_000, values


def rehearsed(kind: str, days: int) -> tuple[float, int]:
    """Return seconds and firings of a rehearsal."""
    run, spent = Rehearsal(list(watches(parse(kind, KINDS[kind])))), 0.0
    for number in range(days):
        columns = day(number, kind)
        began = time.perf_counter()
        run.feed(*columns)
        spent += time.perf_counter() - began
    return spent, len(run.end(float(BEGIN + days * 86_400)))


def singly(kind: str) -> float:
    """Return readings a second, judged one after the other."""
    judged = {one: watch for watch in watches(parse(kind, KINDS[kind])) for one in watch.members}
    rows = list(zip(*(column[:SINGLY].tolist() for column in day(0, kind)), strict=True))
    began = time.perf_counter()
    for series_id, at_us, value in rows:
        watch = judged[series_id]
        watch.memory = watch.judge(watch.memory, series_id, at_us / 1e6, value).memory
    return len(rows) / (time.perf_counter() - began)


def main() -> None:
    """Print a line for each kind."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, default=7)
    parser.add_argument("--kind", choices=KINDS, action="append")
    asked = parser.parse_args()
    for kind in asked.kind or KINDS:
        seconds, fired = rehearsed(kind, asked.days)
        readings = asked.days * SERIES * A_DAY
        print(json.dumps({
            "kind": kind, "readings": readings, "fired": fired, "readings_a_second": round(readings / seconds),
            "year_of_1000_series_s": round(seconds / asked.days * 365), "times_one_by_one": round(readings / seconds / singly(kind), 1),
        }), flush=True)


if __name__ == "__main__":
    main()
