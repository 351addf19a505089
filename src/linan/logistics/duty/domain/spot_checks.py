"""Random spot checks of who is on duty: drawn within a window, so that nobody can know when."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from random import Random
from statistics import median

DAYS_A_WEEK = 7


@dataclass(frozen=True, slots=True)
class Window:
    """When checks may fall: local times of day; an end at or before the beginning lies on the next day."""

    begins: time
    ends: time

    def on(self, midnight: datetime) -> tuple[datetime, datetime]:
        """Return the window that begins on the day of that local midnight."""
        first = midnight + _since_midnight(self.begins)
        last = midnight + _since_midnight(self.ends)
        return first, last if last > first else last + timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Record:
    """What the checks of a time came to. median_s: seconds to the answer, None where nobody answered."""

    checks: int
    in_time: int
    late: int
    silent: int
    nobody: int
    median_s: int | None

    @property
    def percent(self) -> int | None:
        """Share answered in time, rounded down; None without checks."""
        return self.in_time * 100 // self.checks if self.checks else None


def draw(window: tuple[datetime, datetime], *, per_week: int, rng: Random) -> datetime | None:
    """Return a minute of the window, or None: on average so many nights of a week have a check."""
    if rng.random() >= min(per_week, DAYS_A_WEEK) / DAYS_A_WEEK:
        return None
    first, last = window
    minutes = int((last - first).total_seconds() // 60)
    return first + timedelta(minutes=rng.randrange(minutes))


def record_of(outcomes: list[tuple[str, float | None]]) -> Record:
    """Return what the outcomes come to. outcomes: state and seconds to the answer."""
    states = [state for state, _seconds in outcomes]
    seconds = [one for _state, one in outcomes if one is not None]
    return Record(
        checks=len(states), in_time=states.count("in_time"), late=states.count("late"), silent=states.count("silent"),
        nobody=states.count("nobody"), median_s=round(median(seconds)) if seconds else None,
    )


def _since_midnight(moment: time) -> timedelta:
    return timedelta(hours=moment.hour, minutes=moment.minute)
