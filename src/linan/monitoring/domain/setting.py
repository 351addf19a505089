"""What rules must know of the place they are judged in: its clock, its holidays, its mode."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo


class OperatingMode(StrEnum):
    """How the community lives at present."""

    DAILY = "daily"
    HOLIDAY = "holiday"
    EMERGENCY = "emergency"


@dataclass(frozen=True, slots=True)
class Setting:
    """holidays: days off besides Saturday and Sunday; workdays: weekend days on which people work instead."""

    zone: str = "Asia/Shanghai"
    mode: OperatingMode = OperatingMode.DAILY
    holidays: frozenset[date] = frozenset()
    workdays: frozenset[date] = frozenset()

    def local(self, at: float) -> datetime:
        """Return the clock on the wall. at: seconds since 1970."""
        return datetime.fromtimestamp(at, ZoneInfo(self.zone))

    def moment(self, day: date, hour: time) -> float:
        """Return seconds since 1970 of a clock time on a day."""
        return datetime.combine(day, hour, ZoneInfo(self.zone)).timestamp()

    def is_day_off(self, day: date) -> bool:
        """Return whether people are off: public holidays and weekends, working weekends left out."""
        return day in self.holidays or (day.weekday() >= 5 and day not in self.workdays)


ORDINARY = Setting()


@dataclass(frozen=True, slots=True)
class Hours:
    """Hours of some days; where the end is not after the beginning they reach into the next day."""

    first: time
    last: time
    days: str  # every, workdays or days_off: of the day on which the hours begin

    def cover(self, at: float, setting: Setting) -> bool:
        """Return whether the moment is among them."""
        today = setting.local(at).date()
        return any(begin <= at < end for begin, end in self._spans(today - timedelta(days=1), 2, setting))

    def next_border(self, at: float, setting: Setting) -> float | None:
        """Return when the next span begins or ends; None: never within the next two weeks."""
        spans = self._spans(setting.local(at).date() - timedelta(days=1), 16, setting)
        borders = sorted({border for span in spans for border in span if border > at})
        return next((one for one in borders if self.cover(one, setting) != self.cover(at, setting)), None)

    def _spans(self, first: date, days: int, setting: Setting) -> Iterator[tuple[float, float]]:
        for day in (first + timedelta(days=n) for n in range(days)):
            if self.days == "every" or (self.days == "days_off") == setting.is_day_off(day):
                until = day if self.last > self.first else day + timedelta(days=1)
                yield setting.moment(day, self.first), setting.moment(until, self.last)
