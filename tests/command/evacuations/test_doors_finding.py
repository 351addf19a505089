"""Somebody met at a door who is in no register is counted by name, and the balance still holds."""

from uuid import uuid4

import pytest

from linan.command.domain.doors.balance import Whereabouts
from linan.command.domain.doors.states import DoorState
from linan.command.evacuations.actions.changes import Change, take_changes
from linan.command.evacuations.actions.finding import NobodyNamed, note_found
from linan.command.evacuations.board import board_page
from linan.command.evacuations.lists import Names
from linan.command.evacuations.models import Evacuee
from linan.command.evacuations.reckoning import named, reckon
from linan.ground.people.models import Role
from tests.build import NOW, a_person, signed_in_client
from tests.builders.doors import a_door_list, the_entry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unscoped")]


def test_somebody_in_no_register_is_expected_from_then_on_and_looked_for_by_name():
    made = a_door_list(names=["张安川"])
    before = reckon(made.evacuation).balance.expected

    note_found(entry_id=the_entry(made).pk, name="表弟 王石", client_id=uuid4(), by=made.walker, now=NOW)

    reckoning = reckon(made.evacuation)
    left = named(reckoning.at(Whereabouts.NOT_REACHED), names=Names.FULL)
    assert (reckoning.balance.expected, reckoning.balance.not_reached) == (before + 1, before + 1)
    assert "表弟 王石" in [one.name for one in left]
    assert board_page(made.evacuation).found == 1


def test_what_is_said_of_the_household_holds_for_whoever_was_found_there():
    made = a_door_list(names=["张安川"])
    entry = the_entry(made)
    note_found(entry_id=entry.pk, name="王石", client_id=uuid4(), by=made.walker, now=NOW)

    arrived = Change(client_id=uuid4(), entry_id=entry.pk, to=DoorState.ARRIVED)
    take_changes([arrived], door_list_id=made.pk, phone_now=None, by=made.walker, now=NOW)

    people = Evacuee.objects.filter(entry=entry).count()
    assert reckon(made.evacuation).balance.arrived == people == 2


def test_a_form_sent_twice_counts_one_person_and_the_name_lies_sealed():
    made = a_door_list()
    key = uuid4()

    for _ in range(2):
        note_found(entry_id=the_entry(made).pk, name="王石", client_id=key, by=made.walker, now=NOW)

    found = Evacuee.objects.get(found_at=NOW)
    assert found.opened_name() == "王石"
    assert "王石" not in found.name_sealed


def test_nobody_is_counted_without_a_name():
    made = a_door_list()

    with pytest.raises(NobodyNamed):
        note_found(entry_id=the_entry(made).pk, name=" ", client_id=uuid4(), by=made.walker, now=NOW)

    assert Evacuee.objects.filter(found_at=NOW).count() == 0


def test_the_walker_writes_somebody_down_and_sees_them_on_the_list():
    made = a_door_list(walker=a_person(role=Role.VOLUNTEER))
    phone = signed_in_client(made.walker)
    address = f"/doors/{made.pk}/found/{the_entry(made).pk}/"

    answer = phone.post(address, {"name": "王石", "key": str(uuid4())})
    page = phone.get(f"/doors/{made.pk}/").content.decode()

    assert answer.headers["Location"] == f"/doors/{made.pk}/"
    assert "王石" in page
    assert "未登记" in page


def test_a_door_of_another_list_is_not_found():
    made, other = a_door_list(), a_door_list()

    answer = signed_in_client(made.walker).post(
        f"/doors/{made.pk}/found/{the_entry(other).pk}/", {"name": "王石", "key": str(uuid4())}
    )

    assert answer.status_code == 404
