"""Which days are off and which are worked: the State Council's yearly notice, else the days of the week."""

from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path

import yaml

SATURDAY = 5


class DayKind(StrEnum):
    """What a day is. MAKE_UP: a weekend day that is worked in exchange."""

    WORK = "work"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    MAKE_UP = "make_up"


@cache
def public_holidays() -> tuple[frozenset[date], frozenset[date]]:
    """Return the days off, and the weekend days on which people work instead."""
    said = yaml.safe_load((Path(__file__).parent / "holidays.yaml").read_text(encoding="utf-8"))
    off = {first + timedelta(days=n) for first, last in said["days_off"] for n in range((last - first).days + 1)}
    return frozenset(off), frozenset(said["workdays"])


def kind_of(day: date) -> DayKind:
    """Return what a day is; a year without a notice has its weekends only."""
    off, worked = public_holidays()
    if day in off:
        return DayKind.HOLIDAY
    if day in worked:
        return DayKind.MAKE_UP
    return DayKind.WEEKEND if day.weekday() >= SATURDAY else DayKind.WORK
