"""Households edited, residents who move in, to another door and away, and the history they leave."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from linan.ground.announcements.models import Logged
from linan.ground.people.models import Role
from linan.registry.models import Household, HouseMove, Resident
from linan.registry.queries import headcount_in_building, needs_in_building
from tests.build import a_community, a_person, signed_in_client
from tests.builders.registry import a_building, a_household, a_resident

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unscoped")]
DAY = "2026-01-10"


def grid_member_of(row: Resident | Household) -> Client:
    return signed_in_client(a_person(role=Role.GRID_MEMBER, org=row.org))


def test_a_household_is_edited_and_may_keep_its_own_door() -> None:
    home = a_household(floor=3)
    address = reverse("registry:household-editing", args=[home.pk])

    answer = grid_member_of(home).post(address, {"unit": 2, "floor": 3, "door": home.door})

    assert answer.headers["Location"] == reverse("registry:building", args=[home.building_id])
    assert Household.objects.get().unit == 2


def test_a_household_cannot_take_the_door_of_another() -> None:
    home = a_household()
    other = a_household(building=home.building)
    address = reverse("registry:household-editing", args=[home.pk])

    answer = grid_member_of(home).post(address, {"unit": other.unit, "floor": 1, "door": other.door})

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["door"])


def test_who_moves_away_counts_nowhere_but_stays_on_record() -> None:
    row = a_resident(needs=("dialysis",))
    home = row.household
    client = grid_member_of(row)

    client.post(reverse("registry:resident-moving-out", args=[row.pk]), {"kind": "away", "moved_on": DAY})

    assert (headcount_in_building(home.building_id), needs_in_building(home.building_id)) == (0, {})
    assert HouseMove.objects.values_list("kind", "left", "entered", "moved_on").get() == (
        "away", home.pk, None, date(2026, 1, 10),
    )
    page = client.get(reverse("registry:household", args=[home.pk])).content.decode()
    assert ("张**" in page, "张安川" in page) == (True, False)


def test_a_person_moves_to_another_door_and_both_doors_tell() -> None:
    row = a_resident()
    old = row.household
    new = a_household(building=a_building(org=row.org))
    address = reverse("registry:resident-moving-in", args=[row.pk])

    grid_member_of(row).post(
        address, {"building": new.building_id, "unit": new.unit, "door": new.door, "moved_on": DAY}
    )

    assert Resident.objects.get().household == new
    assert HouseMove.objects.values_list("kind", "left", "entered").get() == ("within", old.pk, new.pk)
    assert Logged.objects.filter(kind="registry.HouseholdChanged").count() == 2


def test_who_moved_away_is_found_among_the_gone_and_can_come_back() -> None:
    row = a_resident()
    home, client = row.household, grid_member_of(row)
    client.post(reverse("registry:resident-moving-out", args=[row.pk]), {"kind": "away", "moved_on": DAY})
    listed = [client.get(reverse("registry:residents"), {"gone": gone}).context["page"].paginator.count for gone in ("", "1")]

    client.post(
        reverse("registry:resident-moving-in", args=[row.pk]),
        {"building": home.building_id, "unit": home.unit, "door": home.door, "moved_on": DAY},
    )

    assert listed == [0, 1]
    assert list(HouseMove.objects.values_list("kind", flat=True)) == ["in", "away"]


@pytest.mark.parametrize(
    ("changed", "field"),
    [({"door": "9999"}, "door"), ({"moved_on": "2099-01-01"}, "moved_on"), ({"moved_on": "soon"}, "moved_on"), ({}, "door")],
)
def test_a_move_that_cannot_be_is_refused_by_its_field(changed: dict[str, str], field: str) -> None:
    row = a_resident()
    home = row.household
    other = a_household(building=home.building) if changed.get("moved_on") else home
    said = {"building": home.building_id, "unit": other.unit, "door": other.door, "moved_on": DAY} | changed

    answer = grid_member_of(row).post(reverse("registry:resident-moving-in", args=[row.pk]), said)

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert HouseMove.objects.count() == 0


def test_nobody_moves_into_a_building_of_another_community() -> None:
    row = a_resident()
    foreign = a_household(org=a_community())
    said = {"building": foreign.building_id, "unit": foreign.unit, "door": foreign.door, "moved_on": DAY}

    answer = grid_member_of(row).post(reverse("registry:resident-moving-in", args=[row.pk]), said)

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["building"])


def test_a_person_moves_out_once() -> None:
    row = a_resident()
    client, address = grid_member_of(row), reverse("registry:resident-moving-out", args=[row.pk])
    client.post(address, {"kind": "deceased", "moved_on": DAY})

    answer = client.post(address, {"kind": "away", "moved_on": DAY})

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["kind"])
    assert HouseMove.objects.count() == 1
