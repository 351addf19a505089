"""What lies open in an incident: one point a matter, with the rule and the figures it rests on, and what can be done.

Any room adds its own in a file named incident_points.py with POINTS, functions from an incident and a moment to points.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from linan.ground.text import Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One thing that can be done about a point. cost: what it takes, in figures where there are any.

    act: does it, given who chose it and when; None where it needs a page of its own, at url.
    """

    key: str
    label: Sentence
    cost: Sentence
    act: Callable[[Any, datetime], None] | None = None
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One open matter. key: the same as long as it is the same matter; weight: among the late, the heavier comes first.

    due_at: when it is or was due, None where nothing is due. rule and figures: on what the proposal rests.
    """

    key: str
    text: Sentence
    is_late: bool
    rule: Sentence
    figures: Sentence
    due_at: datetime | None = None
    url: str = ""
    weight: int = 1
    options: tuple[Option, ...] = ()


def in_order(points: list[Point]) -> list[Point]:
    """Return the points with the late ones first, the heavier before the lighter, then by when they are due."""
    def place(one: Point) -> tuple[bool, int, float]:
        return (not one.is_late, -one.weight if one.is_late else 0, one.due_at.timestamp() if one.due_at else float("inf"))

    return sorted(points, key=place)
