"""What every kind of condition promises, whatever it looks for."""

import random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linan.monitoring.domain.conditions import fields_of, kinds, parse, title_of
from linan.monitoring.domain.rule import BadParameters, Member
from linan.monitoring.domain.watch import Course, Watch, Watches

ABOVE = {"above": 70, "clear_below": 65}
THRESHOLD = {"kind": "threshold", "parameters": ABOVE}
SILENT = {"kind": "silence", "parameters": {"silent_s": 30}}
LASTING = {"kind": "state_event", "parameters": {"equals": 80, "for_s": 30}}
EXAMPLES: dict[str, list[dict[str, Any]]] = {
    "threshold": [ABOVE, {"below": 15, "clear_above": 25}],
    "sustained": [{**ABOVE, "for_s": 30}, {"below": 15, "clear_above": 25, "for_s": 5}],
    "rate_of_rise": [{"rise": 10, "within_s": 60}],
    "silence": [{"silent_s": 60}],
    "window_sum": [
        {"at_least": 200, "within_s": 60, "reads": "amount"}, {"more_than": 1, "within_s": 60, "reads": "rate"},
        {"at_least": 50, "within_s": 60, "reads": "total"}, {"at_least": 300, "within_s": 60},
    ],
    "event_sum": [{"at_least": 300, "dry_gap_s": 15, "reads": "amount"}, {"at_least": 2, "dry_gap_s": 15, "reads": "rate"}],
    "state_event": [{"equals": 80}, {"equals": 80, "for_s": 30}],
    "stuck": [{"for_s": 30}, {"for_s": 30, "tolerance": 5, "rests_at": 0}],
    "n_of_m": [{**ABOVE, "n": 2, "within_s": 60, "together": "building"}],
    "weekly_profile": [
        {"direction": "more", "times": 2, "at_least": 1, "compare": "hour", "learns": 2},
        {"direction": "less", "times": 2, "at_least": 1, "compare": "recent", "learns": 2},
    ],
    "schedule": [
        {"inner": THRESHOLD, "from_hour": "08:00", "to_hour": "08:05", "days": "every", "modes": ["daily"]},
        {"inner": LASTING, "from_hour": "08:01", "to_hour": "08:00", "days": "workdays"},
        {"inner": SILENT, "from_hour": "08:00", "to_hour": "08:05"},
    ],
    "composite": [
        {"parts": [THRESHOLD, {**LASTING, "is_not": True}], "join": "all", "together": "building"},
        {"parts": [SILENT, THRESHOLD], "join": "all", "together": "building"},
        {"parts": [LASTING, {"kind": "rate_of_rise", "parameters": {"rise": 60, "within_s": 20}}], "join": "any"},
        {
            "parts": [THRESHOLD, {"kind": "n_of_m", "parameters": {**ABOVE, "n": 2, "within_s": 60}}],
            "join": "all", "together": "floor",
        },
    ],
}
CASES = [(kind, parameters) for kind in kinds() for parameters in EXAMPLES[kind]]
NUMERIC = [(kind, one) for kind, one in CASES if all(isinstance(value, (int, float)) for value in one.values())]
SERIES = (1, 2, 3)
MORNING = 1_768_435_200.0  # 2026-01-15 08:00 in Shanghai

# Levels that cross every limit and repeat, at uneven steps, on three series; midnight and 08:00 are not far.
READINGS = st.lists(
    st.tuples(
        st.sampled_from(SERIES), st.sampled_from([0.25, 1.0, 5.0, 20.0, 45.0]),
        st.sampled_from([0.0, 0.0, 10.0, 20.0, 30.0, 66.0, 70.0, 75.0, 80.0, 80.0, 81.0, 90.0]),
    ),
    max_size=120,
)

# One series for weeks, so that hours of the week come again and a level can stand still for long.
RUNS = st.lists(
    st.tuples(
        st.just(1), st.sampled_from([1.0, 20.0, 600.0, 3600.0, 604_800.0]),
        st.sampled_from([0.0, 10.0, 10.0, 10.0, 11.0, 66.0, 70.0, 80.0, 80.0, 90.0]),
    ),
    min_size=40, max_size=160,
)


def watches_of(kind: str, parameters: dict[str, Any], *, holds: bool = False) -> Watches:
    """Return the watches of a condition on three series of one building."""
    rule = parse(kind, parameters)
    members = {series_id: Member(series_id, "heat", "°C", of=3) for series_id in SERIES}
    if hasattr(rule, "judge_member"):
        return Watches([Watch(1, 1, members, rule, "building", rule.begin(holds=holds), holds, 1)])
    return Watches(
        Watch(1, 1, {one: members[one]}, rule, one, rule.begin(holds=holds), holds, one) for one in SERIES
    )


def columns(readings: list[tuple[int, float, float]]) -> tuple[Any, Any, Any]:
    """Return series, µs since 1970 and values, sorted by series and time."""
    series = np.array([one[0] for one in readings], np.int32)
    at_us = np.array(np.cumsum([MORNING, *(one[1] for one in readings)])[1:] * 1e6, np.int64)
    values = np.array([one[2] for one in readings])
    order = np.lexsort((at_us, series))
    return series[order], at_us[order], values[order]


def end_of(readings: list[tuple[int, float, float]]) -> float:
    """Return the moment of the last reading, a little later."""
    return MORNING + sum(one[1] for one in readings) + 0.1


def turns_of(course: Course) -> list[tuple[Any, ...]]:
    """Return what a course says, in order of time."""
    said = [
        (one.at, one.watch.place, one.holds, one.series_id, one.value, one.because.msgid % one.because.values)
        for one in course.turns
    ]
    return sorted(said, key=lambda one: (one[0], str(one[1])))


def one_by_one(watches: Watches, readings: list[tuple[int, float, float]], *, bands: bool) -> list[tuple[Any, ...]]:
    """Judge and keep each reading for itself, with or without the quiet bands; return all turns until the last."""
    said = []
    for series_id, at_us, value in sorted(zip(*columns(readings), strict=True), key=lambda one: one[1]):
        if not bands:
            watches.low[:], watches.high[:] = np.inf, -np.inf
        course = watches.judge(*(np.array([one]) for one in (series_id, at_us, value)))
        watches.keep(course)
        said += turns_of(course)
    ended = watches.pass_time(end_of(readings))
    watches.keep(ended)
    return sorted(said + turns_of(ended), key=lambda one: (one[0], str(one[1])))


def test_every_kind_has_an_example() -> None:
    assert sorted(EXAMPLES) == kinds()


@pytest.mark.parametrize(("kind", "parameters"), CASES)
@settings(max_examples=60, deadline=None)
@given(readings=READINGS, holds=st.booleans())
def test_judging_a_batch_at_once_equals_judging_one_by_one(kind, parameters, readings, holds) -> None:
    at_once, singly = watches_of(kind, parameters, holds=holds), watches_of(kind, parameters, holds=holds)

    course = at_once.judge(*columns(readings))
    at_once.keep(course)
    ended = at_once.pass_time(end_of(readings))
    at_once.keep(ended)

    said = sorted(turns_of(course) + turns_of(ended), key=lambda one: (one[0], str(one[1])))
    assert said == one_by_one(singly, readings, bands=True)
    assert [one.memory for one in at_once.all] == [one.memory for one in singly.all]


@pytest.mark.parametrize(("kind", "parameters"), CASES)
@settings(max_examples=40, deadline=None)
@given(readings=RUNS, holds=st.booleans())
def test_a_long_run_of_one_series_is_judged_as_its_readings_one_by_one(kind, parameters, readings, holds) -> None:
    at_once, singly = watches_of(kind, parameters, holds=holds), watches_of(kind, parameters, holds=holds)

    course = at_once.judge(*columns(readings))
    at_once.keep(course)
    ended = at_once.pass_time(end_of(readings))
    at_once.keep(ended)

    said = sorted(turns_of(course) + turns_of(ended), key=lambda one: (one[0], str(one[1])))
    assert said == one_by_one(singly, readings, bands=True)
    assert [one.memory for one in at_once.all] == [one.memory for one in singly.all]


@pytest.mark.parametrize(("kind", "parameters"), CASES)
@settings(max_examples=60, deadline=None)
@given(readings=READINGS, holds=st.booleans())
def test_the_quiet_band_never_hides_a_change(kind, parameters, readings, holds) -> None:
    banded, looking = watches_of(kind, parameters, holds=holds), watches_of(kind, parameters, holds=holds)

    said = one_by_one(banded, readings, bands=True)

    assert said == one_by_one(looking, readings, bands=False)
    assert [one.memory for one in banded.all] == [one.memory for one in looking.all]


@pytest.mark.parametrize(("kind", "parameters"), CASES)
@settings(max_examples=40, deadline=None)
@given(readings=READINGS, passed=st.sampled_from([10.0, 400.0, 90_000.0]))
def test_time_that_passes_is_judged_the_same_at_once_and_second_by_second(kind, parameters, readings, passed) -> None:
    slow, fast = watches_of(kind, parameters), watches_of(kind, parameters)
    one_by_one(slow, readings, bands=True)
    one_by_one(fast, readings, bands=True)
    end = end_of(readings)

    turns = turns_of(fast.pass_time(end + passed))
    stepwise = []
    for step in np.linspace(0.0, passed, 40)[1:]:
        course = slow.pass_time(end + step)
        slow.keep(course)
        stepwise += turns_of(course)

    assert stepwise == turns


@pytest.mark.parametrize(("kind", "parameters"), CASES)
@pytest.mark.parametrize("holds", [True, False])
def test_a_memory_begins_as_the_table_of_alarms_says(kind: str, parameters: dict[str, Any], holds: bool) -> None:
    rule = parse(kind, parameters)

    again = rule.begin(holds=holds)

    assert again == rule.begin(holds=holds)
    assert again != rule.begin(holds=not holds)


@pytest.mark.parametrize(("kind", "parameters"), CASES)
def test_a_verdict_says_its_reason(kind: str, parameters: dict[str, Any]) -> None:
    (watch, *_) = watches_of(kind, parameters).all

    because = watch.judge(watch.memory, 1, MORNING, 71.0).because

    assert because.msgid % because.values


@pytest.mark.parametrize(("kind", "parameters"), CASES)
def test_a_rule_says_in_words_what_it_will_do(kind: str, parameters: dict[str, Any]) -> None:
    said = parse(kind, parameters).says("°C")

    assert all(one.sentence.msgid % one.sentence.values for one in said)
    assert title_of(kind) != kind


@pytest.mark.parametrize(("kind", "parameters"), CASES)
def test_the_editor_asks_for_every_parameter_of_a_kind(kind: str, parameters: dict[str, Any]) -> None:
    asked = {one.name for one in fields_of(kind)}

    assert parameters.keys() <= asked | ({"above", "clear_below", "below", "clear_above"} if "limit" in asked else set())


@pytest.mark.parametrize(("kind", "parameters"), NUMERIC)
@pytest.mark.parametrize("wrong", [float("nan"), float("inf"), "70", None, True])
def test_parameters_that_are_no_numbers_are_refused(kind: str, parameters: dict[str, float], wrong: object) -> None:
    with pytest.raises(BadParameters):
        parse(kind, dict.fromkeys(parameters, wrong))


@pytest.mark.parametrize(("kind", "parameters"), CASES)
def test_an_unknown_parameter_is_refused(kind: str, parameters: dict[str, Any]) -> None:
    with pytest.raises(BadParameters):
        parse(kind, {**parameters, "abvoe": 1})


@pytest.mark.parametrize(
    ("kind", "parameters"),
    [
        ("horoscope", {}), ("window_sum", {"within_s": 60}), ("window_sum", {"at_least": 1, "more_than": 1, "within_s": 60}),
        ("n_of_m", {**ABOVE, "n": 1, "within_s": 60}), ("n_of_m", {**ABOVE, "n": 2, "within_s": 60, "together": "street"}),
        ("stuck", {"for_s": 60, "tolerance": -1}), ("state_event", {"equals": 1, "for_s": -1}),
        ("schedule", {"inner": THRESHOLD, "from_hour": "25:00", "to_hour": "06:00"}),
        ("schedule", {"inner": THRESHOLD, "from_hour": "22:00", "to_hour": "06:00", "modes": ["panic"]}),
        ("composite", {"parts": [THRESHOLD]}), ("composite", {"parts": [{**THRESHOLD, "is_not": True}] * 2}),
        ("weekly_profile", {"times": 0}),
    ],
)
def test_what_makes_no_sense_is_refused(kind: str, parameters: dict[str, Any]) -> None:
    with pytest.raises(BadParameters):
        parse(kind, parameters)


def test_a_limit_that_clears_on_the_wrong_side_is_refused() -> None:
    with pytest.raises(BadParameters) as refused:
        parse("threshold", {"above": 65, "clear_below": 70})

    assert refused.value.field == "clear_below"


@pytest.mark.parametrize("seed", range(3))
def test_a_rise_with_many_readings_within_its_window_is_still_seen(seed: int) -> None:
    dice, rule = random.Random(seed), parse("rate_of_rise", {"rise": 10, "within_s": 60})
    memory = rule.begin(holds=False)
    for step in range(1000):
        memory = rule.judge(memory, MORNING + step / 4, 20 + dice.uniform(0, 2), "°C").memory

    assert rule.judge(memory, MORNING + 251, 32, "°C").holds


def test_a_silent_sensor_beside_a_hot_one_makes_an_alarm_when_its_time_is_up() -> None:
    silent_and_hot = {"parts": [SILENT, THRESHOLD], "join": "all", "together": "building"}
    watches = watches_of("composite", silent_and_hot)
    watches.keep(watches.judge(*columns([(1, 1.0, 20.0), (2, 1.0, 80.0)])))

    early, late = watches.pass_time(MORNING + 30), watches.pass_time(MORNING + 32)

    assert ([one.holds for one in early.turns], [(one.at, one.holds) for one in late.turns]) == ([], [(MORNING + 31, True)])
