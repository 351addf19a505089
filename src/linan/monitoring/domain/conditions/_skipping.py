"""Long runs of one series at machine speed: how many readings pass before one must be judged for itself."""

import math

import numpy as np
from numpy.typing import NDArray

from linan.monitoring.domain.compiled import compiled

Floats = NDArray[np.float64]


@compiled
def skip_moving(
    at: Floats, values: Floats, since: float, held_at: float, holds: bool, for_s: float, tolerance: float, rests_at: float
) -> tuple[int, float, float]:
    """Return how many readings leave the verdict of a stuck value as it is, and since when and where it stands then.

    since: seconds since 1970, NaN where it rests or has not been read; held_at: the value at which it stands.
    """
    for place in range(len(values)):
        value = values[place]
        if abs(value - rests_at) <= tolerance:
            if holds:
                return place, since, held_at
            since, held_at = math.nan, 0.0
        elif math.isnan(since):
            since, held_at = at[place], value
        elif abs(value - held_at) > tolerance:
            if holds:
                return place, since, held_at
            since, held_at = at[place], value
        elif not holds and at[place] - since >= for_s:
            return place, since, held_at
    return len(values), since, held_at
