"""Pages of door lists: who sees which names, and what a phone gets back."""

import json
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from linan.command.evacuations.models import DoorChange
from linan.ground.announcements.models import Logged
from linan.ground.people.models import Role
from tests.build import a_community, a_person, signed_in_client
from tests.builders.doors import a_door_list, the_entry
from tests.builders.evacuations import a_zone
from tests.builders.registry import a_building, a_household, a_resident, a_second_contact

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unscoped")]


def sent(made, *, clock: int, **tap: object) -> str:
    """Return the body that a phone sends for one tap."""
    change = {"key": str(uuid4()), "entry": the_entry(made).pk, "to": "told", "at": clock, "evacuee": None, "note": ""}
    return json.dumps({"clock": clock, "changes": [change | tap]})


def test_the_walker_reads_names_and_the_reading_is_logged():
    made = a_door_list(walker=a_person(role=Role.VOLUNTEER, org=a_community()), names=["张安川"])

    page = signed_in_client(made.walker).get(f"/doors/{made.pk}/").content.decode()

    assert "张安川" in page
    read = Logged.objects.filter(kind="access.PersonalDataRevealed").values_list("by_id", "payload__what")
    assert list(read) == [(made.walker.pk, f"doorlist-{made.pk}")]


@pytest.mark.parametrize(
    ("role", "shown"), [(Role.PROPERTY_STAFF, "第1人"), (Role.BUILDING_HEAD, "张**"), (Role.DUTY_OFFICER, "张安川")]
)
def test_others_see_of_a_name_what_their_rights_allow(role, shown):
    made = a_door_list(names=["张安川"])

    page = signed_in_client(a_person(role=role, org=made.evacuation.org)).get(f"/doors/{made.pk}/").content.decode()

    assert shown in page
    assert ("张安川" in page) == (role == Role.DUTY_OFFICER)


def test_the_list_of_another_community_is_not_found():
    made = a_door_list()

    answer = signed_in_client(a_person(role=Role.GRID_MEMBER)).get(f"/doors/{made.pk}/")

    assert answer.status_code == 404


def test_my_lists_are_those_that_i_walk():
    made, other = a_door_list(), a_door_list()

    page = signed_in_client(made.walker).get("/doors/").content.decode()

    assert f"/doors/{made.pk}/" in page
    assert f"/doors/{other.pk}/" not in page


def test_a_phone_is_told_what_the_house_holds():
    made = a_door_list()
    clock = int(datetime(2031, 5, 1, tzinfo=UTC).timestamp() * 1000)
    body = sent(made, clock=clock)
    phone = signed_in_client(made.walker)

    first = phone.post(f"/doors/{made.pk}/changes/", body, content_type="application/json").json()
    again = phone.post(f"/doors/{made.pk}/changes/", body, content_type="application/json").json()

    key = json.loads(body)["changes"][0]["key"]
    assert (first["held"], first["strange"]) == ([key], [])
    assert again["held"] == [key]
    assert list(DoorChange.objects.values_list("to", "phone_at__year")) == [("told", 2031)]


@pytest.mark.parametrize(
    "body", ["", "{", '{"clock": 1}', '{"clock": 1, "changes": [{"key": "x", "entry": 1, "to": "told", "at": 1}]}',
             '{"clock": 99999999999999999, "changes": []}']
)
def test_what_no_page_sends_is_refused_and_changes_nothing(body):
    made = a_door_list()

    answer = signed_in_client(made.walker).post(
        f"/doors/{made.pk}/changes/", body, content_type="application/json", headers={"accept": "application/json"}
    )

    assert (answer.status_code, answer.json()["code"]) == (422, "not_readable")
    assert DoorChange.objects.count() == 0


def test_a_page_without_scripts_says_the_same():
    made = a_door_list()
    said = {"key": str(uuid4()), "entry": the_entry(made).pk, "to": "refused", "note": "要照看\x00老人", "evacuee": ""}

    answer = signed_in_client(made.walker).post(f"/doors/{made.pk}/change/", said)

    assert answer.url == f"/doors/{made.pk}/"
    assert list(DoorChange.objects.values_list("to", "note")) == [("refused", "要照看␀老人")]


def test_the_sheet_has_a_box_for_everything_that_can_be_said():
    made = a_door_list()

    page = signed_in_client(made.walker).get(f"/doors/{made.pk}/paper/").content.decode()

    assert page.count("tally__box") == 7


@pytest.mark.parametrize(
    ("role", "phone", "pets"),
    [(Role.DUTY_OFFICER, "12000005678", "犬1只"), (Role.BUILDING_HEAD, "120****5678", "犬1只"), (Role.PROPERTY_STAFF, None, "")],
)
def test_whom_to_ask_when_nobody_answers_and_what_goes_along_is_seen_by_right(role, phone, pets):
    made = a_door_list()
    home = the_entry(made).household
    type(home).objects.filter(pk=home.pk).update(pets="犬1只")
    a_second_contact(household=home, phone="12000005678")

    page = signed_in_client(a_person(role=role, org=made.evacuation.org)).get(f"/doors/{made.pk}/")

    (shown,) = page.context["page"].stairwells[0].doors
    assert (shown.contact and shown.contact.phone, shown.pets) == (phone, pets)
    assert ("tel:12000005678" in page.content.decode()) == (role == Role.DUTY_OFFICER)


def test_the_households_of_a_zone_say_their_pets_and_their_second_contact_masked():
    zone = a_zone()
    home = a_resident(household=a_household(building=a_building(org=zone.org))).household
    type(home).objects.update(pets="猫1只")
    a_second_contact(household=home)

    page = signed_in_client(a_person(role=Role.BUILDING_HEAD, org=zone.org)).get(f"/zones/{zone.pk}/people/").content.decode()

    assert [word in page for word in ("猫1只", "李**", "120****5678", "李安荷")] == [True, True, True, False]
