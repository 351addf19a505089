"""How long it takes until somebody is at each place, and what changes when somebody leaves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from linan.command.domain.deployment.roads import Roads, Travel

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Base:
    """Where somebody starts from: lon, lat in degrees WGS84, and the seconds until they are on their way."""

    lon: float
    lat: float
    travel: Travel
    turn_out_s: int


@dataclass(frozen=True, slots=True)
class Reach:
    """seconds: until the first is at each goal, inf where nobody comes. first: the base that is, -1 for none."""

    seconds: Floats
    first: Ints

    def share_within(self, limit_s: float, weight: Floats) -> float:
        """Return the share of the weight reached within a limit, 0 to 1; 0 where there is no weight."""
        total = float(weight.sum())
        return float(weight[self.seconds <= limit_s].sum()) / total if total else 0.0


def arrivals(roads: Mapping[Travel, Roads], bases: Sequence[Base], goals: Floats) -> Floats:
    """Return (bases, goals) seconds from the order until each base is at each goal, turning out included; inf: no way."""
    found = np.full((len(bases), len(goals)), np.inf)
    for travel, network in roads.items():
        at = [number for number, base in enumerate(bases) if base.travel == travel]
        if at:
            starts = np.array([(bases[number].lon, bases[number].lat) for number in at])
            turn_out = np.array([bases[number].turn_out_s for number in at], float)
            found[at] = network.seconds(starts, goals) + turn_out[:, None]
    return found


def reach(arrives_s: Floats, staying: Sequence[bool]) -> Reach:
    """Return who is first at each goal among the bases that stay. arrives_s: (bases, goals)."""
    goals = arrives_s.shape[1]
    if not any(staying):
        return Reach(np.full(goals, np.inf), np.full(goals, -1))
    rows = np.where(np.array(staying, bool)[:, None], arrives_s, np.inf)
    first = rows.argmin(axis=0)
    seconds = rows[first, np.arange(goals)]
    return Reach(seconds, np.where(np.isfinite(seconds), first, -1))
