"""Times in which nobody is on duty."""

from collections.abc import Iterable
from datetime import datetime

Span = tuple[datetime, datetime]


def gaps(shifts: Iterable[Span], *, first: datetime, last: datetime) -> list[Span]:
    """Return the times between two moments that no shift covers, in order. A shift covers [begin, end)."""
    found, covered = [], first
    for begins_at, ends_at in sorted(shifts):
        if begins_at >= last:
            break
        if begins_at > covered:
            found.append((covered, begins_at))
        covered = max(covered, ends_at)
    if covered < last:
        found.append((covered, last))
    return found
