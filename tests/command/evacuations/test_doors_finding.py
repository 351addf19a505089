"""Somebody in no register, met at a door or outside any, is counted by name, and the balance still holds."""

import json
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from linan.command.domain.doors.balance import Whereabouts
from linan.command.domain.doors.states import DoorState
from linan.command.evacuations.actions.changes import Change, take_changes
from linan.command.evacuations.actions.finding import Met, NobodyNamed, note_met
from linan.command.evacuations.board import board_page
from linan.command.evacuations.lists import Names
from linan.command.evacuations.models import DoorChange, DoorEntry, DoorList, Evacuee
from linan.command.evacuations.reckoning import named, reckon
from linan.ground.people.models import Role
from tests.build import NOW, a_person, signed_in_client
from tests.builders.doors import LATER, a_door_list, a_stay, the_entry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unscoped")]


def test_somebody_in_no_register_is_expected_from_then_on_and_looked_for_by_name():
    made = a_door_list(names=["张安川"])
    before = reckon(made.evacuation).balance.expected

    met_at_door(made, "表弟 王石")

    reckoning = reckon(made.evacuation)
    left = named(reckoning.at(Whereabouts.NOT_REACHED), names=Names.FULL)
    assert (reckoning.balance.expected, reckoning.balance.not_reached) == (before + 1, before + 1)
    assert "表弟 王石" in [one.name for one in left]
    assert board_page(made.evacuation).found == 1


def test_what_is_said_of_the_household_holds_for_whoever_was_found_there():
    made = a_door_list(names=["张安川"])
    entry = the_entry(made)
    met_at_door(made, "王石")

    arrived = Change(client_id=uuid4(), entry_id=entry.pk, to=DoorState.ARRIVED)
    take_changes([arrived], door_list_id=made.pk, phone_now=None, by=made.walker, now=NOW)

    people = Evacuee.objects.filter(entry=entry).count()
    assert reckon(made.evacuation).balance.arrived == people == 2


def test_a_form_sent_twice_counts_one_person_and_the_name_lies_sealed():
    made = a_door_list()
    key = uuid4()

    for _ in range(2):
        met_at_door(made, "王石", key=key)

    found = Evacuee.objects.get(found_at=NOW)
    assert found.opened_name() == "王石"
    assert "王石" not in found.name_sealed


def test_nobody_is_counted_without_a_name():
    made = a_door_list()

    with pytest.raises(NobodyNamed):
        met_at_door(made, " ")

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


def test_a_passer_by_noted_outside_any_home_is_expected_and_looked_for_with_the_place():
    made = a_door_list(names=["张安川"])
    phone = signed_in_client(made.walker)

    phone.post(f"/doors/{made.pk}/met/", {"name": "不详，穿红外套的老人", "place": "红太阳超市", "to": "told", "key": str(uuid4())})

    reckoning = reckon(made.evacuation)
    left = named(reckoning.at(Whereabouts.NOT_REACHED), names=Names.FULL)
    assert (reckoning.balance.expected, reckoning.balance.not_reached) == (2, 2)
    assert ("不详，穿红外套的老人", "红太阳超市") in [(one.name, one.person.entry.where) for one in left]


def test_a_phone_without_a_line_notes_a_customer_and_what_became_of_them_and_the_balance_holds():
    made = a_door_list(names=["张安川"])
    key = uuid4()
    met = {"key": str(key), "name": "王石", "place": "红太阳超市", "to": "told", "at": 1000, "entry": None}
    arrived = {"key": str(uuid4()), "met": str(key), "to": "arrived", "at": 61_000}

    answer = sent(signed_in_client(made.walker), made, clock=121_000, met=[met], changes=[arrived])

    balance = reckon(made.evacuation).balance
    found = DoorEntry.objects.get(household=None)
    assert {str(key), arrived["key"]} <= set(answer["held"])
    assert (balance.expected, balance.arrived, balance.not_reached, balance.holds) == (2, 1, 1, True)
    assert (found.state, found.met_at) == ("arrived", "红太阳超市")
    assert answer["received"] - found.people.get().found_at.timestamp() * 1000 == pytest.approx(120_000, abs=2)


def test_what_a_phone_sends_twice_counts_one_person():
    made = a_door_list(names=["张安川"])
    met = {"key": str(uuid4()), "name": "王石", "place": "", "to": "told", "at": 1000, "entry": None}
    phone = signed_in_client(made.walker)

    answers = [sent(phone, made, clock=2000 + again, met=[met], changes=[]) for again in range(2)]

    assert DoorEntry.objects.get(household=None).state == "told"
    assert DoorChange.objects.count() == 1
    assert Evacuee.objects.filter(found_at__isnull=False).count() == 1
    assert [met["key"] in answer["held"] for answer in answers] == [True, True]


def test_a_guest_noted_at_a_door_without_a_line_shares_what_is_said_of_the_household():
    made = a_door_list(names=["张安川"])
    entry = the_entry(made)
    met = {"key": str(uuid4()), "name": "保姆 小陈", "place": "", "to": None, "at": 1000, "entry": entry.pk}
    arrived = {"key": str(uuid4()), "entry": entry.pk, "to": "arrived", "at": 2000}

    sent(signed_in_client(made.walker), made, clock=3000, met=[met], changes=[arrived])

    assert reckon(made.evacuation).balance.arrived == 2


def test_somebody_noted_at_a_door_of_another_list_is_given_back_as_strange():
    made, other = a_door_list(), a_door_list()
    met = {"key": str(uuid4()), "name": "王石", "place": "", "to": None, "at": 1000, "entry": the_entry(other).pk}

    answer = sent(signed_in_client(made.walker), made, clock=3000, met=[met], changes=[])

    assert answer["strange"] == [met["key"]]
    assert Evacuee.objects.filter(found_at__isnull=False).count() == 0


def test_whoever_was_met_outside_has_arrived_where_a_shelter_wrote_down_the_name():
    made = a_door_list(names=["张安川"])
    note_met(Met(client_id=uuid4(), name="王石", place="公交站"), door_list_id=made.pk, by=made.walker, now=NOW)

    stay = a_stay(the_entry(made), people=2, at=LATER, names="李四、王石")
    type(stay).objects.filter(pk=stay.pk).update(household=None)

    assert reckon(made.evacuation).balance.arrived == 1


def test_two_namesakes_met_outside_stay_on_the_search_list_although_a_shelter_wrote_down_the_name():
    made = a_door_list(names=["张安川"])
    for place in ("公交站", "超市"):
        note_met(Met(client_id=uuid4(), name="王石", place=place), door_list_id=made.pk, by=made.walker, now=NOW)

    stay = a_stay(the_entry(made), people=1, at=LATER, names="王石")
    type(stay).objects.filter(pk=stay.pk).update(household=None)

    assert reckon(made.evacuation).balance.not_reached == 3


def test_whoever_was_met_outside_is_no_door_to_knock_at_and_no_household_to_return():
    made = a_door_list(names=["张安川"])
    desk = signed_in_client(a_person(role=Role.DUTY_OFFICER, org=made.evacuation.org))
    note_met(Met(client_id=uuid4(), name="王石", place="公交站"), door_list_id=made.pk, by=made.walker, now=NOW)
    found = DoorEntry.objects.get(household=None)

    pages = [desk.get(f"/evacuations/{made.evacuation_id}/{one}/").content.decode() for one in ("doors", "returns", "board/not_reached")]
    early = desk.post(f"/doors/at/{found.pk}/early/", {"note": ""})

    assert "已敲门0户，共1户" in pages[0]
    assert "/ 1户" in pages[1]
    assert "公交站" in pages[2]
    assert early.status_code == 404


def met_at_door(made: DoorList, name: str, *, key: UUID | None = None) -> None:
    """Note somebody at the first door of a list."""
    met = Met(client_id=key or uuid4(), name=name, entry_id=the_entry(made).pk)
    note_met(met, door_list_id=made.pk, by=made.walker, now=NOW)


def sent(phone: Client, made: DoorList, **body: Any) -> dict[str, Any]:
    """Send what a phone kept, and return the answer."""
    answer = phone.post(f"/doors/{made.pk}/changes/", json.dumps(body), content_type="application/json")
    found: dict[str, Any] = answer.json()
    return found
