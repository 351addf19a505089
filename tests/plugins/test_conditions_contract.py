"""What every kind of condition promises, whatever it looks for."""

import random

import pytest

from linan.monitoring.domain.conditions import kinds, parse
from linan.monitoring.domain.rule import BadParameters

EXAMPLES = {
    "threshold": [{"above": 70, "clear_below": 65}, {"below": 15, "clear_above": 25}],
    "sustained": [{"above": 70, "clear_below": 65, "for_s": 30}, {"below": 15, "clear_above": 25, "for_s": 5}],
    "rate_of_rise": [{"rise": 10, "within_s": 60}],
    "silence": [{"silent_s": 60}],
}
CASES = [(kind, parameters) for kind in kinds() for parameters in EXAMPLES[kind]]
SEEDS = range(5)


def test_every_kind_has_an_example() -> None:
    assert sorted(EXAMPLES) == kinds()


@pytest.mark.parametrize(("kind", "parameters"), CASES)
@pytest.mark.parametrize("seed", SEEDS)
def test_a_value_in_the_quiet_band_changes_nothing(kind: str, parameters: dict[str, float], seed: int) -> None:
    dice, rule = random.Random(seed), parse(kind, parameters)
    memory, at, held = rule.begin(holds=False), 0.0, False

    for _ in range(500):
        at, value = at + dice.uniform(0.1, 20), dice.uniform(0, 90)
        low, high = rule.quiet_band(memory) or (1.0, 0.0)
        verdict = rule.judge(memory, at, value, "°C")
        assert not low <= value <= high or (verdict.memory, verdict.holds) == (memory, held)
        memory, held = verdict.memory, verdict.holds


@pytest.mark.parametrize(("kind", "parameters"), CASES)
@pytest.mark.parametrize("holds", [True, False])
def test_a_memory_begins_as_the_table_of_alarms_says(kind: str, parameters: dict[str, float], holds: bool) -> None:
    rule = parse(kind, parameters)

    again = rule.begin(holds=holds)

    assert again == rule.begin(holds=holds)
    assert again != rule.begin(holds=not holds)


@pytest.mark.parametrize(("kind", "parameters"), CASES)
def test_a_verdict_says_its_reason(kind: str, parameters: dict[str, float]) -> None:
    rule = parse(kind, parameters)

    because = rule.judge(rule.begin(holds=False), 0.0, 71.0, "°C").because

    assert because.msgid % because.values


@pytest.mark.parametrize(("kind", "parameters"), CASES)
@pytest.mark.parametrize("wrong", [float("nan"), float("inf"), "70", None, True])
def test_parameters_that_are_no_numbers_are_refused(kind: str, parameters: dict[str, float], wrong: object) -> None:
    with pytest.raises(BadParameters):
        parse(kind, dict.fromkeys(parameters, wrong))


@pytest.mark.parametrize(("kind", "parameters"), CASES)
def test_an_unknown_parameter_is_refused(kind: str, parameters: dict[str, float]) -> None:
    with pytest.raises(BadParameters):
        parse(kind, {**parameters, "abvoe": 1})


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(BadParameters):
        parse("horoscope", {})


def test_a_limit_that_clears_on_the_wrong_side_is_refused() -> None:
    with pytest.raises(BadParameters) as refused:
        parse("threshold", {"above": 65, "clear_below": 70})

    assert refused.value.field == "clear_below"
