"""A rehearsal says what judging reading by reading would have said, only faster."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linan.ground.text import say
from linan.monitoring.domain.conditions import parse
from linan.monitoring.domain.rehearsal import Firing, Known, Rehearsal, compared, watches_of
from linan.monitoring.domain.rule import Member
from linan.monitoring.domain.setting import Setting
from linan.monitoring.domain.watch import Watches

BEGIN = 1_768_435_200.0
STEP_S = 600
RULES: list[tuple[str, dict[str, Any]]] = [
    ("threshold", {"above": 57, "clear_below": 45}), ("rate_of_rise", {"rise": 30, "within_s": 1800}),
    ("stuck", {"for_s": 3000}), ("stuck", {"for_s": 3000, "tolerance": 1}),
    ("window_sum", {"at_least": 150, "within_s": 3600, "reads": "amount"}),
    ("weekly_profile", {"times": 1, "learns": 2}), ("sustained", {"above": 57, "clear_below": 45, "for_s": 1200}),
    ("state_event", {"equals": 60, "for_s": 1200}),
    ("schedule", {
        "inner": {"kind": "threshold", "parameters": {"above": 57, "clear_below": 45}},
        "from_hour": "08:00", "to_hour": "10:00",
    }),
]
VALUES = st.lists(st.sampled_from([0.0, 20.0, 20.0, 20.0, 21.0, 50.0, 60.0]), min_size=80, max_size=200)


def columns(values: list[float], first: int) -> tuple[Any, Any, Any]:
    steps = np.arange(first, first + len(values))
    at_us = ((BEGIN + steps * STEP_S) * 1e6).astype(np.int64)
    return np.ones(len(values), np.int32), at_us, np.array(values)


@pytest.mark.parametrize(("kind", "parameters"), RULES)
@settings(max_examples=40, deadline=None)
@given(values=VALUES, cut=st.integers(1, 79))
def test_a_rehearsal_in_days_equals_judging_reading_by_reading(kind, parameters, values, cut) -> None:
    rule, member = parse(kind, parameters), Member(1, "heat", "°C")
    end = BEGIN + len(values) * STEP_S
    singly, turns = Watches(watches_of(rule, [member])), []
    for place in range(len(values)):
        course = singly.judge(*columns(values[place : place + 1], place))
        singly.keep(course)
        turns += course.turns
    turns += singly.pass_time(end).turns

    run = Rehearsal(watches_of(rule, [member]))
    run.feed(*columns(values[:cut], 0))
    run.feed(*columns(values[cut:], cut))
    firings = run.end(end)

    assert [one.at for one in firings] == [one.at for one in turns if one.holds]
    assert [one.until for one in firings if one.until] == [one.at for one in turns if not one.holds]


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "America/New_York"])  # New York's clock goes forward in these weeks
@pytest.mark.parametrize("said", [{}, {"direction": "less"}, {"compare": "week"}], ids=["more", "less", "season"])
@pytest.mark.parametrize("unit", ["", "m³/h"])
def test_what_is_usual_is_learnt_alike_in_days_and_reading_by_reading(zone: str, said: dict[str, str], unit: str) -> None:
    rule = parse("weekly_profile", {"times": 2, "learns": 2, **said}, Setting(zone))
    dice, hours = np.random.default_rng(11), np.arange(9 * 168 * 2)
    at_us = ((1_770_000_000.0 + hours * 1800) * 1e6).astype(np.int64)  # half-hours from 2026-02-02 to April
    values = np.round(30 + 20 * np.sin(hours / 8) + dice.normal(0, 6, len(hours)))
    series = np.ones(len(hours), np.int32)
    singly, turns = Watches(watches_of(rule, [Member(1, "people", unit)])), []
    for place in range(len(hours)):
        course = singly.judge(series[place : place + 1], at_us[place : place + 1], values[place : place + 1])
        singly.keep(course)
        turns += [(one.holds, one.at, one.because) for one in course.turns]

    run, found = Watches(watches_of(rule, [Member(1, "people", unit)])), []
    for first in range(0, len(hours), 48):
        course = run.judge(series[first : first + 48], at_us[first : first + 48], values[first : first + 48])
        run.keep(course)
        found += [(one.holds, one.at, one.because) for one in course.turns]

    assert found == turns
    assert [one.memory for one in run.all] == [one.memory for one in singly.all]


def test_gaps_that_are_too_long_are_found_within_a_day_between_days_and_at_the_end() -> None:
    run = Rehearsal(watches_of(parse("silence", {"silent_s": 3600}), [Member(1, "heat")]))

    run.feed(*columns([1.0, 1.0], 0))
    run.feed(*columns([1.0], 20))
    firings = run.end(BEGIN + 40 * STEP_S)

    assert [(one.at - BEGIN, one.until and one.until - BEGIN) for one in firings] == [
        (600 + 3600, 20 * STEP_S), (20 * STEP_S + 3600, None),
    ]


def test_a_firing_near_a_known_alarm_of_the_same_place_is_the_same_thing() -> None:
    firings = [Firing(1, 1000.0, 1.0, say(""), until=1100.0), Firing(3, 9000.0, 1.0, say(""))]
    known = [Known(7, 2, 1600.0, True), Known(8, 2, 1800.0, True), Known(9, 2, 900.0, False), Known(10, 3, 1000.0, False)]

    found = compared(firings, known, place_of={1: "a", 2: "a", 3: "b"})

    assert (found.real_seen, found.real_missed, found.false_again, found.false_gone, found.new) == ([7], [8], [9], [10], 1)
