"""Longer steps: rounded so that the plan still holds."""

from hypothesis import given, settings
from hypothesis import strategies as st

from linan.command.domain.evacuation.coarse import in_longer_steps
from tests.command.evacuation.networks import best, everybody_is_in_by, problems


@settings(deadline=None, max_examples=40)
@given(problems().filter(lambda problem: problem.people > 0), st.integers(2, 4))
def test_a_plan_in_longer_steps_is_possible_in_the_short_ones(problem, times) -> None:
    stage = best(in_longer_steps(problem, times))

    assert stage is not None
    assert everybody_is_in_by(problem, stage.clearance * times)
