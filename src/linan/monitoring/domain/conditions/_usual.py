"""What is usual at an hour or in a season, at machine speed: medians of a few earlier values, and runs of readings.

A history is a table of slots (hours of the week, weeks of the year) by periods, the oldest first, NaN where none was.
"""

import math

import numpy as np
from numpy.typing import NDArray

from linan.monitoring.domain.compiled import compiled

Floats = NDArray[np.float64]
HOUR_S = 3600.0
THURSDAY_H = 72  # 1970 began on a Thursday, three days into its week


@compiled
def usual_of(known: Floats) -> tuple[float, float]:
    """Return the median of values, and 1.4826 times their median departure from it (Rousseeuw and Croux 1993)."""
    usual = _median(known)
    return usual, 1.4826 * _median(np.abs(known - usual))


@compiled
def mean_of(known: Floats) -> tuple[float, float]:
    """Return the mean of values, and their standard deviation as of a sample."""
    usual = float(np.mean(known))
    return usual, math.sqrt(float(np.sum((known - usual) ** 2)) / (len(known) - 1))


@compiled
def limit_of(usual: float, spread: float, times: float, at_least: float, is_count: bool) -> float:
    """Return the departure from the usual value that raises an alarm; counts spread by chance (Poisson)."""
    by_chance = math.sqrt(max(usual, 0.0)) if is_count else 0.0
    return max(times * max(spread, by_chance), at_least)


@compiled
def quiet_of(
    usual: float, spread: float, times: float, at_least: float, is_count: bool, is_more: bool, holds: bool
) -> tuple[float, float]:
    """Return an interval, a little narrower than true, of values that leave a verdict as it is; NaN: still learning."""
    if math.isnan(usual):
        return -math.inf, math.inf
    limit = limit_of(usual, spread, times, at_least, is_count)
    if holds and limit == 0.0:
        return math.inf, -math.inf
    rounding = limit * 1e-9 + abs(usual) * 1e-12
    least, most = -math.inf, limit - rounding
    if holds:
        least, most = limit / 2 + rounding, math.inf
    if is_more:
        return usual + least, usual + most
    return usual - most, usual - least


@compiled
def lay_down(row: Floats, value: float) -> None:
    """Put a value behind the others of a slot; the oldest gives way when it is full."""
    for place in range(len(row)):
        if math.isnan(row[place]):
            row[place] = value
            return
    row[:-1] = row[1:].copy()
    row[-1] = value


@compiled
def skip_hours(
    at: Floats, values: Floats, offset_s: float, history: Floats, learns: int, times: float, at_least: float,
    is_count: bool, is_more: bool, holds: bool, period: int, slot: int, total: float, read: int, usual: float,
    spread: float,
) -> tuple[int, int, int, float, int, float, float]:
    """Return how many readings leave the verdict as it is, and period, slot, sum, count, usual and spread after them.

    offset_s: of the wall clock from UTC, the same for all. history: changed in place. usual, spread: NaN while learning.
    """
    least, most = quiet_of(usual, spread, times, at_least, is_count, is_more, holds)
    for place in range(len(values)):
        now = int(at[place] // HOUR_S)
        if now < period:
            continue
        if now > period:
            if read:
                lay_down(history[slot], total / read)
            period, slot, total, read = now, int((at[place] + offset_s) // HOUR_S + THURSDAY_H) % 168, 0.0, 0
            usual, spread = _usual_in(history[slot], learns)
            least, most = quiet_of(usual, spread, times, at_least, is_count, is_more, holds)
        if values[place] < least or values[place] > most:
            return place, period, slot, total, read, usual, spread
        total += values[place]
        read += 1
    return len(values), period, slot, total, read, usual, spread


@compiled
def skip_usual(
    at: Floats, values: Floats, begin: int, period_s: float, period: int, least: float, most: float, total: float,
    read: int,
) -> tuple[int, float, int]:
    """Return the place of the first reading beyond a period or its bounds, and the sum and count of the period then.

    Readings of earlier periods count as staying. least, most: the closed interval of quiet values.
    """
    for place in range(begin, len(values)):
        now = int(at[place] // period_s)
        if now < period:
            continue
        value = values[place]
        if now > period or value < least or value > most:
            return place, total, read
        total += value
        read += 1
    return len(values), total, read


@compiled
def _usual_in(row: Floats, learns: int) -> tuple[float, float]:
    known = 0
    while known < len(row) and not math.isnan(row[known]):
        known += 1
    if known < learns:
        return math.nan, math.nan
    return usual_of(row[:known])


@compiled
def _median(values: Floats) -> float:
    ordered = np.sort(values)
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return float(ordered[middle])
    return float((ordered[middle - 1] + ordered[middle]) / 2)
