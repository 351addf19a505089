"""Everybody who is expected is counted once, on the newest word that settles it."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linan.command.domain.doors.balance import Facts, Finding, Source, Whereabouts, count, find, who_came
from linan.command.domain.doors.states import DoorState

NIGHT = datetime(2026, 1, 14, 19, 12, tzinfo=UTC)
moments = st.integers(0, 7200).map(lambda number: NIGHT + timedelta(seconds=number))
facts = st.builds(
    Facts, door=st.sampled_from(DoorState), door_at=st.none() | moments, came_at=st.none() | moments,
    left_at=st.none() | moments, safe_at=st.none() | moments, home_at=st.none() | moments,
)


def after(minutes: int) -> datetime:
    """Return a moment of the night."""
    return NIGHT + timedelta(minutes=minutes)


@given(st.lists(facts))
def test_the_four_always_add_up_to_all_who_are_expected(people) -> None:
    balance = count(map(find, people), expected=len(people))

    assert balance.holds


@given(facts)
def test_nobody_is_held_to_be_somewhere_without_a_word_that_says_so(person) -> None:
    finding = find(person)

    backed = {
        Whereabouts.ARRIVED: person.door == DoorState.ARRIVED or person.came_at is not None,
        Whereabouts.ELSEWHERE: person.door == DoorState.ELSEWHERE or person.safe_at is not None,
        Whereabouts.REFUSED: person.door == DoorState.REFUSED,
        Whereabouts.NOT_REACHED: True,
    }
    assert backed[finding.whereabouts]


@pytest.mark.parametrize("state", [DoorState.TOLD, DoorState.ON_THE_WAY, DoorState.CARRIED, DoorState.NOT_REACHED])
def test_what_settles_nothing_does_not_unseat_the_shelter(state) -> None:
    assert find(Facts(door=state, door_at=after(30), came_at=after(10))) == Finding(Whereabouts.ARRIVED, Source.SHELTER)


@pytest.mark.parametrize("state", [DoorState.TO_TELL, DoorState.TOLD, DoorState.ON_THE_WAY, DoorState.CARRIED])
def test_who_was_told_or_has_set_out_is_looked_for_until_they_come(state) -> None:
    assert find(Facts(door=state, door_at=after(5))).whereabouts == Whereabouts.NOT_REACHED


def test_who_refused_first_and_came_to_the_shelter_later_has_arrived() -> None:
    person = Facts(door=DoorState.REFUSED, door_at=after(5), came_at=after(40))

    assert find(person) == Finding(Whereabouts.ARRIVED, Source.SHELTER)


def test_who_left_the_shelter_is_looked_for_until_somebody_says_where_they_are() -> None:
    left = Facts(door=DoorState.ARRIVED, door_at=after(20), came_at=after(21), left_at=after(60))
    found = Facts(door=DoorState.ELSEWHERE, door_at=after(75), came_at=after(21), left_at=after(60))

    assert find(left).whereabouts == Whereabouts.NOT_REACHED
    assert find(found) == Finding(Whereabouts.ELSEWHERE, Source.DOOR)


def test_who_answers_to_be_safe_is_elsewhere_on_their_own_word() -> None:
    person = Facts(door=DoorState.NOT_REACHED, door_at=after(20), safe_at=after(12))

    assert find(person) == Finding(Whereabouts.ELSEWHERE, Source.REPLY)


def test_a_balance_with_somebody_missing_does_not_hold() -> None:
    balance = count([Finding(Whereabouts.ARRIVED, Source.DOOR)], expected=2)

    assert not balance.holds


def test_who_left_the_shelter_for_relatives_is_elsewhere() -> None:
    person = Facts(came_at=after(21), left_at=after(60), left_for_known=True)

    assert find(person) == Finding(Whereabouts.ELSEWHERE, Source.SHELTER)


FAMILY = {1: "演示甲", 2: "演示乙", 3: "演示丙"}


def test_a_whole_household_at_the_shelter_is_everybody_who_was_not_said_to_be_away() -> None:
    assert who_came(FAMILY, away=[], people=3, names="") == {1, 2, 3}
    assert who_came(FAMILY, away=[2], people=2, names="") == {1, 3}


def test_where_fewer_came_only_those_who_were_named_count() -> None:
    assert who_came(FAMILY, away=[], people=2, names="") == set()
    assert who_came(FAMILY, away=[], people=2, names="演示甲、演示丙") == {1, 3}


def test_who_was_seen_at_home_too_early_is_looked_for_until_a_newer_word() -> None:
    home = Facts(door=DoorState.TO_TELL, door_at=after(50), came_at=after(21), home_at=after(50))
    again = Facts(door=DoorState.ARRIVED, door_at=after(70), came_at=after(21), home_at=after(50))

    assert find(home).whereabouts == Whereabouts.NOT_REACHED
    assert find(again) == Finding(Whereabouts.ARRIVED, Source.DOOR)
