"""How much of an incident a unit that takes part may see."""

from collections.abc import Iterable
from enum import StrEnum


class Sight(StrEnum):
    """From the least to the most."""

    OWN_TASKS = "own_tasks"
    WITHOUT_PERSONS = "without_persons"
    EVERYTHING = "everything"


def widest(sights: Iterable[str]) -> Sight | None:
    """Return the widest of what somebody may see through several units; None for nothing at all."""
    found = set(sights)
    return next((one for one in reversed(Sight) if one in found), None)
