"""Where people wait, and what a second gate is worth."""

import numpy as np

from linan.command.domain.evacuation.bottlenecks import Bottleneck, Saving, bottlenecks, savings
from linan.command.domain.evacuation.network import Network, Problem
from linan.command.domain.evacuation.plan import Households, plan_of
from tests.command.evacuation.networks import best, numbers

# 20 people at place 0, a wide street to place 1, a gate for 2 a step into the shelter 2.
STREET = Network.always_open(
    places=3, tail=numbers([0, 1]), head=numbers([1, 2]), steps=numbers([2, 1]), capacity=numbers([10, 2])
)
PROBLEM = Problem(STREET, numbers([0]), numbers([20]), numbers([0]), numbers([2]), numbers([50]))


def test_the_gate_where_everybody_waits_is_named() -> None:
    stage = best(PROBLEM)
    assert stage is not None

    plan = plan_of(stage.router, Households.singles(PROBLEM), deadline=stage.clearance)
    found = bottlenecks(PROBLEM, plan.entries(), most=1)

    assert found == [Bottleneck(arc=1, full_steps=10, share=1.0, people=20)]


def test_a_second_gate_halves_the_wait_and_a_wider_street_saves_nothing() -> None:
    found = list(savings(PROBLEM, np.array([0, 1])))

    assert found == [Saving(arc=0, steps=0), Saving(arc=1, steps=5)]
