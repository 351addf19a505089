"""The assignment in a process of its own, with limits: the solver never stays in the one that serves pages."""

from collections.abc import Iterator
from importlib import import_module

from linan.command.domain.deployment.question import Answer, Question
from linan.command.domain.evacuation.apart import Limits, run_apart

LIMITS = Limits(seconds=20.0, memory_mb=4096)


def solve(question: Question) -> Answer:
    """Return the best assignment. Raises: OutOfLimits, ChoicesContradict."""
    answer: Answer = next(run_apart(_solved, question, limits=LIMITS))
    return answer


def _solved(question: Question) -> Iterator[Answer]:
    # Only here, in the other process, is the solver loaded.
    yield import_module("linan.command.domain.deployment.matching").match(question)
