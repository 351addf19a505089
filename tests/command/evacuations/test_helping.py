"""Helpers know whom they bring, from where, which way and by when, and the desk knows whether there are enough of them."""

import pytest

from linan.command.evacuations.domain.helping import Trip, helpers_needed, timed
from linan.command.evacuations.helping import helpers_page, trips_of
from linan.command.evacuations.layers import evacuation_layers
from linan.command.evacuations.models import Evacuation, EvacuationOrder
from linan.ground.announcements.models import Logged
from linan.ground.people.models import Person, Role
from tests.build import NOW, a_community, a_person, signed_in_client
from tests.builders.doors import a_door_list, a_home, an_ordered_evacuation, the_entry
from tests.builders.registry import a_building, a_resident

NEAR = Trip(key=1, leaves_s=300, arrives_s=900, length_m=402)
SOON = Trip(key=2, leaves_s=600, arrives_s=1200, length_m=402)
LATE = Trip(key=3, leaves_s=1300, arrives_s=1900, length_m=402)


def test_a_helper_goes_back_the_same_way_before_the_next_household() -> None:
    first, second = timed([SOON, NEAR])

    assert (first.trip, first.sets_out_s, first.in_s, first.late_s) == (NEAR, 300, 900, 0)
    assert (second.trip, second.sets_out_s, second.in_s, second.late_s) == (SOON, 1200, 1800, 600)


@pytest.mark.parametrize(("trips", "needed"), [([], 0), ([NEAR], 1), ([NEAR, SOON], 2), ([NEAR, LATE], 1), ([NEAR, SOON, LATE], 2)])
def test_as_many_helpers_are_needed_as_trips_are_under_way_at_once(trips: list[Trip], needed: int) -> None:
    assert helpers_needed(trips) == needed


@pytest.fixture
def helper(unscoped: None) -> Person:
    """A grid member who helps two households that leave at the same time."""
    org = a_community()
    building = a_building(org=org, name="3号楼")
    homes = [a_home(building=building, floor=floor) for floor in (1, 2)]
    for home, name in zip(homes, ("张安川", "李禾谷"), strict=True):
        a_resident(household=home, name=name, needs=("disabled",))
    an_ordered_evacuation(org=org, homes=homes)
    person = a_person(role=Role.GRID_MEMBER, org=org)
    EvacuationOrder.objects.update(
        helper=person, route={"type": "LineString", "coordinates": [[118.79, 32.04], [118.793, 32.04]]}, needs={"disabled": 1}
    )
    return person


@pytest.mark.django_db
def test_a_helper_sees_the_own_trips_with_names_and_is_told_for_whom_it_is_too_late(helper: Person) -> None:
    page = signed_in_client(helper).get("/helping/")

    trips = page.context["trips"]
    assert [one.names for one in trips] == [["张安川"], ["李禾谷"]]
    assert [one.late_min for one in trips] == [0, 15]
    assert Logged.objects.filter(kind="access.PersonalDataRevealed", by_id=helper.pk).count() == 1


@pytest.mark.django_db
def test_whoever_helps_nobody_sees_nobody(helper: Person) -> None:
    other = a_person(role=Role.GRID_MEMBER)

    page = signed_in_client(other).get("/helping/")

    assert page.context["trips"] == []
    assert "张安川" not in page.content.decode()


@pytest.mark.django_db
def test_the_desk_sees_how_many_helpers_are_missing_and_no_names_of_residents(helper: Person) -> None:
    evacuation = Evacuation.objects.get()
    desk = a_person(role=Role.DUTY_OFFICER, org=evacuation.org)

    page = signed_in_client(desk).get(f"/evacuations/{evacuation.pk}/helpers/")

    found = page.context["page"]
    assert [(one.person, one.trips, one.late) for one in found.lines] == [(helper, 2, 1)]
    assert (found.needed, found.missing, found.alone) == (2, 1, 0)
    assert "张安川" not in page.content.decode()


@pytest.mark.django_db
def test_who_has_no_way_out_stands_first_and_whom_nobody_helps_is_counted(helper: Person) -> None:
    stuck = EvacuationOrder.objects.order_by("-pk")[0]
    EvacuationOrder.objects.filter(pk=stuck.pk).update(route=None, leaves_after_s=None, arrives_after_s=None)

    trips = trips_of(helper.pk)
    EvacuationOrder.objects.update(helper=None)

    assert (trips[0].order.pk, trips[0].at_door is None) == (stuck.pk, True)
    assert helpers_page(Evacuation.objects.get()).alone == 2


@pytest.mark.django_db
@pytest.mark.parametrize(("state", "label", "tone"), [("to_tell", "0/2", "red"), ("arrived", "2/2", "green"), ("refused", "0/2", "red")])
def test_the_map_says_how_many_of_each_building_are_out(unscoped: None, state: str, label: str, tone: str) -> None:
    made = a_door_list()
    entry = the_entry(made)
    type(entry).objects.update(state=state, state_at=NOW)

    (building,) = evacuation_layers(made.evacuation, now=NOW)["progress"]["features"]

    assert (building["properties"]["label"], building["properties"]["tone"]) == (label, tone)
