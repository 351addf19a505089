"""The count of people: doors, shelters and answers together, each number made of names."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from linan.command.domain.doors.balance import Balance, Whereabouts
from linan.command.domain.doors.states import DoorState
from linan.command.evacuations.actions.changes import Change, take_changes
from linan.command.evacuations.board import board_page
from linan.command.evacuations.lists import Names
from linan.command.evacuations.models import DoorList
from linan.command.evacuations.reckoning import named, reckon
from linan.logistics.shelters.models import Opening
from linan.registry.models import Resident
from linan.response.calls.models import Call, Outcome, Recipient
from tests.build import NOW
from tests.builders.doors import a_door_list, a_stay, the_entry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unscoped")]
SOON = NOW + timedelta(minutes=10)


def say(made: DoorList, to: DoorState, *, evacuee_id: int | None = None, at: datetime = SOON) -> None:
    """Let the walker say something of the first door."""
    change = Change(client_id=uuid4(), entry_id=the_entry(made).pk, to=to, evacuee_id=evacuee_id)
    take_changes([change], door_list_id=made.pk, phone_now=None, by=made.walker, now=at)


def a_safe_answer(resident: Resident, *, said: str, call_mode: str = "real") -> Recipient:
    """Return the answer of a resident to a call."""
    call = Call.objects.create(
        org=resident.org, title="转移", level=1, short_text="请转移", spoken_text="请转移", poster_text="", door_text="",
        wanted="请转移", audience={}, waves=[], lasting_min=60, drafted_at=NOW, mode=call_mode,
    )
    return Recipient.objects.create(
        call=call, org=resident.org, resident=resident, household=resident.household, outcome=Outcome.ACTED,
        answer=said, answered_at=SOON,
    )


def balance(**numbers: int) -> Balance:
    """Return a balance of two people."""
    return Balance(**({"expected": 2, "arrived": 0, "elsewhere": 0, "refused": 0, "not_reached": 0} | numbers))


def test_before_anybody_knocks_everybody_is_still_to_be_found():
    made = a_door_list()

    assert reckon(made.evacuation).balance == balance(not_reached=2)


def test_a_family_registered_at_a_shelter_has_arrived():
    made = a_door_list()
    a_stay(the_entry(made), people=2)

    reckoning = reckon(made.evacuation)

    assert reckoning.balance == balance(arrived=2)
    assert (reckoning.confirmed, reckoning.is_closed) == (2, True)


def test_one_of_two_at_the_shelter_leaves_both_on_the_search_list_until_somebody_says_who():
    made = a_door_list()
    entry = the_entry(made)
    a_stay(entry, people=1)

    before = reckon(made.evacuation)
    say(made, DoorState.ARRIVED, evacuee_id=entry.people.first().pk)

    assert before.balance == balance(not_reached=2)
    assert [door for door, _ in before.undecided] == [entry]
    assert reckon(made.evacuation).balance == balance(arrived=1, not_reached=1)


def test_a_name_written_down_at_the_shelter_says_who_came():
    made = a_door_list(names=["张安川", "李安宁"])
    a_stay(the_entry(made), people=1, names="李安宁")

    left = named(reckon(made.evacuation).at(Whereabouts.NOT_REACHED), names=Names.FULL)

    assert [one.name for one in left] == ["张安川"]


def test_who_left_the_shelter_for_home_is_looked_for_and_for_relatives_is_elsewhere():
    home, relatives = a_door_list(), a_door_list()
    a_stay(the_entry(home), people=2, left_at=SOON + timedelta(hours=1), left_to="home")
    a_stay(the_entry(relatives), people=2, left_at=SOON + timedelta(hours=1), left_to="relatives")

    assert reckon(home.evacuation).balance == balance(not_reached=2)
    assert reckon(relatives.evacuation).balance == balance(elsewhere=2)


def test_an_answer_that_says_safe_counts_and_one_that_says_leaving_does_not():
    made = a_door_list()
    first, second = (one.resident for one in the_entry(made).people.order_by("pk"))
    a_safe_answer(first, said="我已平安")
    a_safe_answer(second, said="正在撤离")

    reckoning = reckon(made.evacuation)

    assert reckoning.balance == balance(elsewhere=1, not_reached=1)
    assert board_page(made.evacuation).by_reply == 1


def test_a_household_that_answers_to_be_safe_together_is_elsewhere_with_all_its_people():
    made = a_door_list()
    a_safe_answer(the_entry(made).people.first().resident, said="我们在别处，安全 · 在女儿家")

    assert reckon(made.evacuation).balance == balance(elsewhere=2)


def test_a_drill_does_not_count_in_a_real_evacuation():
    made = a_door_list()
    a_safe_answer(the_entry(made).people.first().resident, said="我已平安", call_mode="drill")
    stay = a_stay(the_entry(made), people=2)
    Opening.objects.filter(pk=stay.opening_id).update(mode="drill")

    assert reckon(made.evacuation).balance == balance(not_reached=2)


def test_a_stay_from_before_the_danger_does_not_count():
    made = a_door_list()
    a_stay(the_entry(made), people=2, at=NOW - timedelta(days=30))

    assert reckon(made.evacuation).balance == balance(not_reached=2)


def test_a_door_where_nobody_is_registered_is_knocked_at_before_the_search_is_closed():
    made = a_door_list(names=[])

    before = reckon(made.evacuation)
    say(made, DoorState.NOT_REACHED)

    assert (before.balance.expected, before.is_closed, before.unknocked) == (0, False, [the_entry(made)])
    assert reckon(made.evacuation).is_closed


def test_the_board_says_what_the_doors_of_those_not_reached_say():
    made = a_door_list()
    say(made, DoorState.TOLD)
    say(made, DoorState.CARRIED, evacuee_id=the_entry(made).people.first().pk)

    page = board_page(made.evacuation)

    assert [(state.value, people) for state, people in page.open_states] == [("told", 1), ("carried", 1)]
