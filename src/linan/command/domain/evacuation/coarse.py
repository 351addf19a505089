"""Longer steps for networks that take so long to empty that single steps would not fit into memory."""

from dataclasses import replace

import numpy as np

from linan.command.domain.evacuation.network import OPEN_FOREVER, Problem


def in_longer_steps(problem: Problem, times: int) -> Problem:
    """Return the problem in steps `times` as long, rounded so that every plan for it holds in the short steps.

    In a long step each arc takes its capacity in every short one. Whoever enters in the last short step must be through
    before the long step begins at which the way goes on, hence the rounding up; closures are rounded down.
    """
    network = problem.network
    return replace(
        problem,
        network=replace(
            network,
            steps=-(-(network.steps + times - 1) // times),
            capacity=np.minimum(network.capacity * times, OPEN_FOREVER),
            closed_from=network.closed_from // times,
            place_closed_from=network.place_closed_from // times,
        ),
        origin_ready=-(-problem.origin_ready // times),
    )
