"""Changes that come late, twice and from clocks that are wrong."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from linan.command.domain.doors.states import DoorState
from linan.command.domain.doors.times import Said, standing, when_done

NIGHT = datetime(2026, 1, 14, 19, 12, tzinfo=UTC)
seconds = st.integers(0, 7200).map(lambda number: NIGHT + timedelta(seconds=number))
said = st.builds(Said, key=st.uuids().map(str), to=st.sampled_from(DoorState), at=seconds, received_at=seconds)


@given(st.timedeltas(timedelta(0), timedelta(days=6)), st.timedeltas(timedelta(days=-900), timedelta(days=900)))
def test_a_phone_whose_clock_is_wrong_still_says_when_it_was_done(age, wrong_by) -> None:
    phone_now = NIGHT + wrong_by

    done = when_done(phone_at=phone_now - age, phone_now=phone_now, received_at=NIGHT)

    assert done == NIGHT - age


@given(st.timedeltas(timedelta(days=-900), timedelta(days=900)))
def test_nothing_was_done_after_it_was_received(age) -> None:
    done = when_done(phone_at=NIGHT - age, phone_now=NIGHT, received_at=NIGHT)

    assert NIGHT - timedelta(days=7) <= done <= NIGHT


@given(st.lists(said), st.randoms())
def test_neither_order_of_arrival_nor_repetition_changes_what_stands(changes, random) -> None:
    again = [*changes, *changes]
    random.shuffle(again)

    assert standing(again) == standing(changes)


def test_what_was_done_later_stands_although_it_arrived_first() -> None:
    refused = Said(key="a", to=DoorState.REFUSED, at=NIGHT, received_at=NIGHT + timedelta(minutes=40))
    arrived = Said(key="b", to=DoorState.ARRIVED, at=NIGHT + timedelta(minutes=9), received_at=NIGHT + timedelta(minutes=10))

    assert standing([arrived, refused]) == arrived


def test_nothing_said_leaves_nothing_standing() -> None:
    assert standing([]) is None
