"""What is drawn of a series between two moments: its readings, or over long spans its hourly figures.

Nothing is drawn where nothing was measured: between readings farther apart than the series usually sends lies a gap.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from linan.monitoring.copying import Columns
from linan.monitoring.stored import HOUR, from_us, hours_between, readings_between, to_us

BUCKETS = 400
ROWS_UP_TO = timedelta(days=3)  # a longer span is drawn from hourly figures
HOUR_US = 3_600_000_000
USUAL_TIMES = 5                 # that many usual distances without a reading are a gap
LEAST_GAP_US = 60_000_000
Point = tuple[datetime, float | None]
Times = NDArray[np.int64]
Values = NDArray[np.float64]


class DrawnFrom(StrEnum):
    """What the points of a curve are."""

    READINGS = "readings"
    HOURS = "hours"


@dataclass(frozen=True, slots=True)
class Curve:
    """A curve to draw; a point without a value is a gap.

    Of readings: the lowest and the highest of each of 400 spans. Of hours: their means, and beside them the lowest and
    the highest reading of each, so that no peak is lost.
    """

    drawn_from: DrawnFrom
    points: list[Point]
    lows: list[Point] = field(default_factory=list)
    highs: list[Point] = field(default_factory=list)


def curve_between(series_id: int, *, first: datetime, last: datetime, silent_after: timedelta) -> Curve:
    """Return what to draw. silent_after: how long a series of this kind may be without a word at most."""
    if last - first <= ROWS_UP_TO:
        _, at_us, values = readings_between([series_id], first=first, last=last)
        kept = peaks(at_us, values, first_us=to_us(first), last_us=to_us(last))
        return Curve(DrawnFrom.READINGS, _broken(at_us, values, kept, gap_us=usual_gap_us(at_us, silent_after)))
    return _of_hours(series_id, first=first, last=last, silent_after=silent_after)


def curve_of(series_id: int, *, first: datetime, last: datetime) -> list[tuple[datetime, float]]:
    """Return a series between two moments: of each of 400 spans its lowest and highest reading, so no peak is lost."""
    _, at_us, values = readings_between([series_id], first=first, last=last)
    kept = peaks(at_us, values, first_us=to_us(first), last_us=to_us(last))
    return [(from_us(at), value) for at, value in zip(at_us[kept].tolist(), values[kept].tolist(), strict=True)]


def peaks(at_us: Times, values: Values, *, first_us: int, last_us: int) -> NDArray[np.int64]:
    """Return the places of the lowest and the highest reading of each of 400 equal spans, in order of time."""
    bucket = (at_us - first_us) * BUCKETS // max(1, last_us - first_us)
    order = np.lexsort((values, bucket))
    turns = np.flatnonzero(np.diff(bucket[order], prepend=-1))
    ends = np.append(turns[1:], len(order))[: len(turns)] - 1
    return np.unique(np.concatenate([order[turns], order[ends]]))


def usual_gap_us(at_us: Times, silent_after: timedelta) -> int:
    """Return from which distance on readings have a gap between them: five times what is usual among these.

    At most the time after which a device of the kind counts as silent, which also holds for fewer than three readings.
    """
    silent_us = silent_after // timedelta(microseconds=1)
    if len(at_us) < 3:
        return silent_us
    usual = int(np.median(np.diff(at_us)))
    return min(silent_us, max(LEAST_GAP_US, USUAL_TIMES * usual))


def _broken(at_us: Times, values: Values, kept: NDArray[np.int64], *, gap_us: int) -> list[Point]:
    """Return the kept readings with a point without value in each gap; the readings on both sides of it stay."""
    wide = np.flatnonzero(np.diff(at_us) > gap_us)
    kept = np.union1d(kept, np.concatenate([wide, wide + 1])) if len(wide) <= BUCKETS else kept
    runs = np.searchsorted(wide, kept)
    points: list[Point] = []
    for place, (at, value) in enumerate(zip(at_us[kept].tolist(), values[kept].tolist(), strict=True)):
        if place and runs[place] != runs[place - 1]:
            points.append((from_us((int(at_us[kept[place - 1]]) + at) // 2), None))
        points.append((from_us(at), value))
    return points


def _of_hours(series_id: int, *, first: datetime, last: datetime, silent_after: timedelta) -> Curve:
    """Return hourly figures in the middle of their hours, and at the end the newest reading: it has none yet."""
    figures = hours_between([series_id], first=first, last=last)
    _, newest_us, newest = _newest(series_id, figures["hour"] + HOUR_US, first=first, last=last)
    at_us = np.append(figures["hour"] + HOUR_US // 2, newest_us)
    gap_us = usual_gap_us(at_us, max(silent_after, 2 * HOUR))
    columns = (figures["total"] / figures["count"], figures["least"], figures["greatest"])
    every = np.arange(len(at_us))
    return Curve(DrawnFrom.HOURS, *(_broken(at_us, np.append(one, newest), every, gap_us=gap_us) for one in columns))


def _newest(series_id: int, ends_us: Times, *, first: datetime, last: datetime) -> Columns:
    """Return the newest reading of the last two hours that is in no hour with figures; empty where there is none."""
    begin = max(first, last - 2 * HOUR, from_us(int(ends_us.max(initial=0))))
    series, at_us, values = readings_between([series_id], first=begin, last=max(begin, last))
    return series[-1:], at_us[-1:], values[-1:]
