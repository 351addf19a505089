"""Pets and the second contact of a household: sealed, masked, read in full with a trace."""

import pytest
from django.test import Client
from django.urls import reverse

from linan.ground.announcements.models import Logged
from linan.ground.orgs.models import Org
from linan.ground.people.models import Role
from linan.registry.models import Household, SecondContact
from linan.registry.tables import households
from tests.build import a_person, signed_in_client
from tests.builders.registry import a_building, a_household, a_second_contact
from tests.registry.test_tables import cells, hand_in, sheet

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unscoped")]
DOOR = {"unit": 1, "floor": 3, "door": "302"}


def someone(role: Role, org: Org) -> Client:
    return signed_in_client(a_person(role=role, org=org))


def test_pets_and_a_second_contact_are_entered_with_the_household_and_the_contact_is_sealed() -> None:
    building = a_building()
    contact = {"contact_name": "李安荷", "contact_relation": "女儿", "contact_phone": "12000005678"}

    someone(Role.GRID_MEMBER, building.org).post(
        reverse("registry:household-adding", args=[building.pk]), {**DOOR, "pets": "犬1只", **contact}
    )

    row = SecondContact.objects.get()
    assert (row.household.pets, row.relation, row.opened("name"), row.opened("phone")) == ("犬1只", "女儿", "李安荷", "12000005678")
    assert "李安荷" not in row.name_sealed
    assert "12000005678" not in row.phone_sealed


def test_what_is_left_empty_of_a_second_contact_stays() -> None:
    home = a_second_contact().household
    door = {"unit": home.unit, "floor": home.floor, "door": home.door}

    someone(Role.GRID_MEMBER, home.org).post(
        reverse("registry:household-editing", args=[home.pk]), {**door, "contact_phone": "12000009999", "contact_relation": "女儿"}
    )

    row = SecondContact.objects.get()
    assert (row.opened("name"), row.opened("phone")) == ("李安荷", "12000009999")


def test_a_second_contact_is_taken_off_for_good() -> None:
    home = a_second_contact().household
    door = {"unit": home.unit, "floor": home.floor, "door": home.door, "contact_gone": "on"}

    someone(Role.GRID_MEMBER, home.org).post(reverse("registry:household-editing", args=[home.pk]), door)

    assert SecondContact.objects.count() == 0


def test_a_phone_of_nobody_is_refused_beside_the_name() -> None:
    building = a_building()

    answer = someone(Role.GRID_MEMBER, building.org).post(
        reverse("registry:household-adding", args=[building.pk]), {**DOOR, "contact_phone": "12000005678"}
    )

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["contact_name"])
    assert Household.objects.count() == 0


def test_the_page_of_a_household_shows_its_second_contact_masked() -> None:
    home = a_second_contact().household

    page = someone(Role.GRID_MEMBER, home.org).get(reverse("registry:household", args=[home.pk])).content.decode()

    assert "李**" in page
    assert "120****5678" in page
    assert "李安荷" not in page


def test_who_reads_a_second_contact_in_full_says_why_and_is_remembered() -> None:
    home = a_second_contact().household
    client = someone(Role.DUTY_OFFICER, home.org)
    address = reverse("registry:contact-revealing", args=[home.pk])

    refused = client.post(address, {"reason": ""})
    page = client.post(address, {"reason": "contact"}).content.decode()

    assert refused.status_code == 422
    assert "12000005678" in page
    trace = Logged.objects.get(kind="access.PersonalDataRevealed")
    assert trace.payload["fields"] == "second_contact.name, second_contact.phone"
    assert "12000005678" not in str(trace.payload)


def test_a_table_brings_pets_and_second_contacts_and_empty_cells_keep_what_is_stored() -> None:
    home = a_second_contact().household
    Household.objects.filter(pk=home.pk).update(pets="猫1只")
    code = home.building.code

    answer = hand_in(someone(Role.COMMUNITY_DIRECTOR, home.org), "household", home.org, sheet(
        households.HEADINGS, [code, 1, 5, home.door], [code, 2, 3, "301", "犬1只", "王竹", "儿子", "12000007777"],
    ))

    new = Household.objects.get(door="301")
    assert answer.context["outcome"].is_stored is True
    assert (Household.objects.get(pk=home.pk).pets, new.pets) == ("猫1只", "犬1只")
    assert [one.opened("name") for one in SecondContact.objects.order_by("pk")] == ["李安荷", "王竹"]


def test_the_word_for_none_takes_the_pets_off() -> None:
    home = a_household()
    Household.objects.update(pets="猫1只")

    hand_in(someone(Role.COMMUNITY_DIRECTOR, home.org), "household", home.org, sheet(
        households.HEADINGS, [home.building.code, home.unit, home.floor, home.door, "无"],
    ))

    assert Household.objects.get().pets == ""


@pytest.mark.parametrize(("cells_of_contact", "column"), [(["李**"], "第二联系人"), (["", "女儿"], "第二联系人")])
def test_a_masked_or_nameless_second_contact_is_refused_with_its_column(cells_of_contact: list[str], column: str) -> None:
    home = a_household()

    answer = hand_in(someone(Role.COMMUNITY_DIRECTOR, home.org), "household", home.org, sheet(
        households.HEADINGS, [home.building.code, home.unit, home.floor, home.door, "", *cells_of_contact],
    ))

    assert [(one.number, one.column) for one in answer.context["outcome"].bad] == [(2, column)]
    assert SecondContact.objects.count() == 0


@pytest.mark.parametrize(
    ("role", "shown"), [(Role.COMMUNITY_DIRECTOR, ["李**", "女儿", "120****5678"]), (Role.VOLUNTEER, ["", "", ""])]
)
def test_an_export_shows_a_second_contact_masked_to_those_who_may_see_residents(role: Role, shown: list[str]) -> None:
    home = a_second_contact().household

    content = someone(role, home.org).get(reverse("registry:household-exporting")).content

    assert cells(content)[1][5:] == shown
