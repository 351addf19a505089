"""What lies open when a shift ends: one point a matter, to be ticked by whoever comes.

Any room adds its own in a file named duty_points.py with POINTS, functions from a unit, a mode and a moment to points.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from linan.ground.text import Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyPoint:
    """One open matter. key: the same as long as it is the same matter. blocks: nobody takes over before it is seen to."""

    key: str
    text: Sentence
    url: str
    at: datetime | None = None
    is_late: bool = False
    blocks: bool = False

    def as_json(self) -> dict[str, Any]:
        """Return it as it is kept with the hand-over."""
        return {"key": self.key, "text": self.text.as_json(), "url": self.url}


def in_order(points: Iterable[DutyPoint]) -> list[DutyPoint]:
    """Return those that block first, then the late, then the oldest."""
    return sorted(points, key=lambda one: (not one.blocks, not one.is_late, one.at.timestamp() if one.at else 0.0))


def blocking(points: Sequence[DutyPoint]) -> list[DutyPoint]:
    """Return the points that must be seen to before anybody takes over."""
    return [one for one in points if one.blocks]


def not_ticked(points: Sequence[DutyPoint], ticked: Iterable[str]) -> list[DutyPoint]:
    """Return the points that whoever comes has not ticked."""
    known = set(ticked)
    return [one for one in points if not one.blocks and one.key not in known]
