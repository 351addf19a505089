"""Invented residents for an area without a register: who lives where, in which household, with which pace.

Shares of household sizes follow the Seventh National Population Census of China 2020 (2.62 people in a household) as
rounded by this project. That 2 % of the households have somebody who needs help to move, and a quarter somebody who
walks slowly, is assumed.
"""

from dataclasses import dataclass
from random import Random

from linan.command.domain.evacuation.walking import Pace

_SIZES = (1, 2, 3, 4, 5, 6)
_SHARES = (0.254, 0.297, 0.210, 0.131, 0.062, 0.046)
_ASSISTED_SHARE, _SLOW_SHARE = 0.02, 0.25


@dataclass(frozen=True, slots=True)
class Dwelling:
    """A building where people live: number in the area, floors, and how much floor space it has in m²."""

    building: int
    floors: int
    space_m2: float


@dataclass(frozen=True, slots=True)
class Household:
    """Who walks together: building, floor (1 is the ground floor), size, and the pace of the slowest."""

    building: int
    floor: int
    size: int
    pace: Pace


def invent_households(dwellings: list[Dwelling], *, people: int, seed: int) -> list[Household]:
    """Return households of that many people, spread over the dwellings by floor space; the same seed, the same people."""
    if not dwellings:
        return []
    chance = Random(seed)
    homes = chance.choices(dwellings, weights=[home.space_m2 for home in dwellings], k=people)
    sizes = chance.choices(_SIZES, weights=_SHARES, k=people)
    households, left = [], people
    for home, size in zip(homes, sizes, strict=True):
        if left <= 0:
            break
        size = min(size, left)
        households.append(
            Household(home.building, chance.randint(1, home.floors), size, _pace(chance.random()))
        )
        left -= size
    return households


def _pace(draw: float) -> Pace:
    if draw < _ASSISTED_SHARE:
        return Pace.ASSISTED
    return Pace.SLOW if draw < _ASSISTED_SHARE + _SLOW_SHARE else Pace.BRISK
