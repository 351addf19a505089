"""Times in which nobody is on duty."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from linan.logistics.duty.domain.gaps import gaps

FIRST = datetime(2026, 1, 14, tzinfo=UTC)
LAST = FIRST + timedelta(hours=48)
HOURS = st.integers(-5, 55)
SPANS = st.lists(st.tuples(HOURS, st.integers(1, 30)), max_size=8)


def at(hour: int) -> datetime:
    return FIRST + timedelta(hours=hour)


def test_what_lies_between_before_and_behind_shifts_is_a_gap():
    found = gaps([(at(8), at(20)), (at(20), at(24)), (at(30), at(40))], first=FIRST, last=LAST)

    assert found == [(at(0), at(8)), (at(24), at(30)), (at(40), at(48))]


def test_without_a_shift_everything_is_a_gap():
    assert gaps([], first=FIRST, last=LAST) == [(FIRST, LAST)]


@given(SPANS)
def test_every_hour_is_either_covered_or_in_a_gap(spans: list[tuple[int, int]]):
    shifts = [(at(begin), at(begin + length)) for begin, length in spans]

    found = gaps(shifts, first=FIRST, last=LAST)

    for hour in range(48):
        covered = any(begin <= at(hour) < end for begin, end in shifts)
        assert covered != any(begin <= at(hour) < end for begin, end in found)
