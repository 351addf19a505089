"""Who of the registered residents is probably at home at an hour of the week.

Sources: Hazus-MH 2.1 Earthquake Technical Manual (FEMA), section 13.2: 99 % of the residents at home at 2 a.m., 80 %
of the pupils at school in school hours. Every other share is an assumption of this project, marked in ASSUMED: a
community that counts on one working day puts its own in their place.
"""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

_SUNDAY_SATURDAY = (5, 6)
_SCHOOL_AGE, _WORKING_AGE, _OLD = 6, 18, 60


class Hours(StrEnum):
    """A part of the week."""

    NIGHT = "night"
    RUSH = "rush"
    WORKING = "working"
    EVENING = "evening"
    FREE_DAY = "free_day"


class Band(StrEnum):
    """An age with its own day."""

    SMALL = "small"
    PUPIL = "pupil"
    ADULT = "adult"
    OLD = "old"


_NIGHT = 0.99
SHARES: dict[Hours, dict[Band, float]] = {
    Hours.NIGHT: dict.fromkeys(Band, _NIGHT),
    Hours.WORKING: {Band.SMALL: 0.60, Band.PUPIL: 0.20, Band.ADULT: 0.30, Band.OLD: 0.80},
    Hours.RUSH: {Band.SMALL: 0.80, Band.PUPIL: 0.60, Band.ADULT: 0.65, Band.OLD: 0.85},
    Hours.EVENING: {Band.SMALL: 0.95, Band.PUPIL: 0.90, Band.ADULT: 0.80, Band.OLD: 0.95},
    Hours.FREE_DAY: {Band.SMALL: 0.70, Band.PUPIL: 0.65, Band.ADULT: 0.55, Band.OLD: 0.75},
}
ASSUMED = frozenset(SHARES) - {Hours.NIGHT}


def hours_at(local: datetime) -> Hours:
    """Return the part of the week a local time lies in; holidays are not known and count as their weekday."""
    if local.hour < 6 or local.hour >= 22:
        return Hours.NIGHT
    if local.hour >= 19:
        return Hours.EVENING
    if local.weekday() in _SUNDAY_SATURDAY:
        return Hours.FREE_DAY
    return Hours.WORKING if 9 <= local.hour < 17 else Hours.RUSH


def band_of(birth_year: int | None, *, year: int) -> Band:
    """Return the band of somebody born in a year; whose age is unknown counts as an adult."""
    age = year - birth_year if birth_year else _WORKING_AGE
    if age < _SCHOOL_AGE:
        return Band.SMALL
    if age < _WORKING_AGE:
        return Band.PUPIL
    return Band.ADULT if age < _OLD else Band.OLD


def probably_there(birth_years: Iterable[int | None], *, local: datetime) -> int:
    """Return how many of these residents are probably at home at a local time."""
    shares = SHARES[hours_at(local)]
    return round(sum(shares[band_of(one, year=local.year)] for one in birth_years))
