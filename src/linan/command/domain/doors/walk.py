"""The order in which one walker takes the doors of a stairwell."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from operator import attrgetter


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """One household. unit: number of the stairwell. lon, lat: of the building, WGS84 degrees."""

    household_id: int
    building_id: int
    unit: int
    floor: int
    door: str
    needs_help: bool = False
    lon: float = 0.0
    lat: float = 0.0

    @property
    def stairwell(self) -> tuple[int, int]:
        """The stairwell it is reached by."""
        return self.building_id, self.unit


def walking_order(doors: Iterable[Door]) -> list[Door]:
    """Return the doors of one stairwell as they are walked: once up, once down.

    On the way up the walker, who has to climb anyway, knocks where somebody needs help: their helpers set out first, and
    no step is walked twice for it. From the top down all the others: the longest stairs are told first, those who leave
    never meet the walker's own direction, and the walker leaves the house behind the last of them.
    """
    climbing = sorted((door for door in doors if door.needs_help), key=lambda one: (one.floor, one.door))
    descending = sorted((door for door in doors if not door.needs_help), key=lambda one: (-one.floor, one.door))
    return [*climbing, *descending]


def walking_orders(doors: Iterable[Door]) -> list[Door]:
    """Return the doors of several stairwells, each whole and in its walking order, in the order of their first doors."""
    by_stairwell: dict[tuple[int, int], list[Door]] = {}
    for door in doors:
        by_stairwell.setdefault(door.stairwell, []).append(door)
    return [door for stairwell in by_stairwell.values() for door in walking_order(stairwell)]


def floors_walked(doors: Sequence[Door]) -> int:
    """Return how many floors a walker goes up and down between the first floor, the doors in their order, and the first."""
    floors = [1, *(one.floor for one in doors), 1]
    return sum(abs(there - here) for here, there in pairwise(floors))


def on_one_floor(doors: Iterable[Door]) -> list[list[Door]]:
    """Return the doors of one stairwell by floor, the highest first."""
    ordered = sorted(doors, key=lambda one: (-one.floor, one.door))
    return [list(group) for _, group in groupby(ordered, key=attrgetter("floor"))]
