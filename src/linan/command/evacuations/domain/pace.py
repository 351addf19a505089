"""How a household walks, from what the register knows of its people: as fast as its slowest member.

The needs are those of the register; that people from 70 on walk at the slow pace (0.95 m/s) follows Weidmann 1993,
whose free speed falls to about 0.95 m/s at 75. Who is carried or wheeled goes at the assisted pace and waits for helpers.
"""

from collections.abc import Iterable

from linan.command.domain.evacuation.walking import Pace

SLOW_FROM_YEARS = 70
CARRIED = frozenset({"disabled", "oxygen"})
SLOW = frozenset({"alone", "pregnant", "infant", "dialysis", "blind", "dementia"})


def pace_of(needs: Iterable[str], birth_years: Iterable[int | None], *, year: int) -> Pace:
    """Return the pace of a household with these needs and years of birth."""
    known = set(needs)
    if known & CARRIED:
        return Pace.ASSISTED
    is_old = any(born is not None and year - born >= SLOW_FROM_YEARS for born in birth_years)
    return Pace.SLOW if is_old or known & SLOW else Pace.BRISK
