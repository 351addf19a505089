"""When a message is tried again, and when it is worth nothing any more."""

from datetime import datetime, time, timedelta
from random import Random

FIRST_PAUSE = timedelta(seconds=2)
LONGEST_PAUSE = timedelta(minutes=2)
MOST_TRIES = 8
URGENT = 2  # levels up to here do not wait for the morning


def next_try(*, tries: int, after: timedelta | None, now: datetime, dice: Random) -> datetime:
    """Return when to try again: twice as long each time, with full jitter, never before the gateway asked.

    tries: made so far, one or more. Source: exponential back-off with jitter, AWS Architecture Blog 2015.
    """
    longest = min(FIRST_PAUSE * (1 << (tries - 1)), LONGEST_PAUSE)
    pause = FIRST_PAUSE / 2 + longest * dice.random()
    return now + max(pause, after or timedelta(0))


def may_try_again(*, tries: int, at: datetime, dead_line_at: datetime) -> bool:
    """Return whether a try at that moment still makes sense."""
    return tries < MOST_TRIES and at < dead_line_at


def due_at(*, level: int, now: datetime, local: datetime, quiet_from: time, quiet_to: time) -> datetime:
    """Return when a message of a level may leave: at once, or for the lower levels when the quiet hours end.

    local: `now` in the installation's time zone.
    """
    if level <= URGENT or not _is_quiet(local.time(), quiet_from, quiet_to):
        return now
    ends = local.replace(hour=quiet_to.hour, minute=quiet_to.minute, second=0, microsecond=0)
    if ends <= local:
        ends += timedelta(days=1)
    return now + (ends - local)


def _is_quiet(clock: time, quiet_from: time, quiet_to: time) -> bool:
    if quiet_from == quiet_to:
        return False
    if quiet_from < quiet_to:
        return quiet_from <= clock < quiet_to
    return clock >= quiet_from or clock < quiet_to
