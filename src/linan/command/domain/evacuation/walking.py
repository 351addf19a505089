"""How people walk: free speed by need, speed and flow by density, gates and stairs.

Sources: Weidmann, Transporttechnik der Fussgänger, ETH Zürich 1993 (free speed, speed by density after Kladek, stairs);
Boyce, Shields and Silcock, Fire Technology 35 (1999) (people who walk with a stick or use a wheelchair); Seyfried et
al., Transportation Science 43 (2009), and Adrian et al., run 040, Jülich 2018 (flow through a gate).
"""

from dataclasses import dataclass
from enum import StrEnum
from math import exp

FREE_SPEED_MS = 1.34
_JAM_PER_M2 = 5.4
_GAMMA_PER_M2 = 1.913
# On a planned way nobody is pressed closer than this; closer together more would pass, but slower and less safely.
DESIGN_DENSITY_PER_M2 = 1.0

# Weidmann 1993, stairs downwards: horizontal speed and the most that pass a metre of width in a second.
STAIR_SPEED_SHARE = 0.694 / FREE_SPEED_MS
STAIR_FLOW_PER_M_S = 0.85
# 3 m from floor to floor is 5 m of flight and a landing, about 8 m of horizontal way.
STAIR_WAY_PER_FLOOR_M = 8.0

_NARROW_GATE_M, _NARROW_GATE_FLOW = 0.5, 2.3
_WIDE_GATE_M, _WIDE_GATE_FLOW = 1.2, 1.9


class Pace(StrEnum):
    """How fast a household walks together: as fast as its slowest member."""

    ASSISTED = "assisted"
    SLOW = "slow"
    BRISK = "brisk"


@dataclass(frozen=True, slots=True)
class Gait:
    """free_speed_ms: on an empty level way; climbs: whether steps can be taken; delay_s: before setting out."""

    free_speed_ms: float
    climbs: bool
    delay_s: float


# Slowest first: they choose their ways first. Assisted people wait for their helpers.
GAITS = {
    Pace.ASSISTED: Gait(free_speed_ms=0.69, climbs=False, delay_s=300.0),
    Pace.SLOW: Gait(free_speed_ms=0.95, climbs=True, delay_s=120.0),
    Pace.BRISK: Gait(free_speed_ms=FREE_SPEED_MS, climbs=True, delay_s=120.0),
}


def speed_share(density: float) -> float:
    """Return which part of the free speed is left in a crowd of that density (persons per m²).

    Source: Weidmann 1993 after Kladek: 1 - exp(-1.913 (1/D - 1/5.4)); nobody moves from 5.4 on.
    """
    if density <= 0:
        return 1.0
    return max(0.0, 1.0 - exp(-_GAMMA_PER_M2 * (1.0 / density - 1.0 / _JAM_PER_M2)))


def flow_per_metre(density: float) -> float:
    """Return how many pass a metre of width in a second at that density."""
    return density * FREE_SPEED_MS * speed_share(density)


def planned_speed(gait: Gait, *, on_steps: bool) -> float:
    """Return the speed in m/s that plans count with."""
    share = STAIR_SPEED_SHARE if on_steps else 1.0
    return gait.free_speed_ms * share * speed_share(DESIGN_DENSITY_PER_M2)


def path_capacity(width_m: float, *, on_steps: bool) -> float:
    """Return how many may enter a path in a second."""
    return width_m * (STAIR_FLOW_PER_M_S if on_steps else flow_per_metre(DESIGN_DENSITY_PER_M2))


def gate_capacity(width_m: float) -> float:
    """Return how many pass a gate in a second: a short narrowing lets more through per metre than a path.

    2.3 per metre and second at 0.5 m (75 people measured), falling evenly to 1.9 at 1.2 m and more.
    """
    part = (min(max(width_m, _NARROW_GATE_M), _WIDE_GATE_M) - _NARROW_GATE_M) / (
        _WIDE_GATE_M - _NARROW_GATE_M
    )
    return width_m * (_NARROW_GATE_FLOW + part * (_WIDE_GATE_FLOW - _NARROW_GATE_FLOW))


def stair_delay_s(floor: int) -> float:
    """Return the seconds from a floor (1 is the ground floor) to the door."""
    return max(0, floor - 1) * STAIR_WAY_PER_FLOOR_M / (STAIR_SPEED_SHARE * FREE_SPEED_MS)
