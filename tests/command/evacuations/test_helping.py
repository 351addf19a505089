"""Helpers know whom they bring, from where, which way and by when, and the desk knows whether there are enough of them."""

import pytest

from linan.command.evacuations.actions.helping import OrderDoesNotHold, name_helper
from linan.command.evacuations.domain.helping import Trip, effect_of, helpers_needed, timed
from linan.command.evacuations.helping import helpers_page, trips_of
from linan.command.evacuations.layers import evacuation_layers
from linan.command.evacuations.models import Evacuation, EvacuationOrder
from linan.ground.announcements.models import Logged
from linan.ground.people.models import SYSTEM, Person, Role
from linan.response.models import Task
from tests.build import NOW, a_community, a_person, a_street, signed_in_client
from tests.builders.doors import a_door_list, a_home, an_ordered_evacuation, order_of_a_home, the_entry
from tests.builders.registry import a_building, a_resident
from tests.builders.response import an_incident

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


def test_the_effect_of_one_household_more_says_who_waits_then_and_until_when() -> None:
    effect = effect_of([NEAR], SOON)

    assert (effect.sets_out_s, effect.late_s, effect.later, effect.in_s) == (1200, 600, 0, 1800)


def test_a_household_taken_first_makes_the_others_of_the_helper_wait() -> None:
    effect = effect_of([SOON], NEAR)

    assert (effect.late_s, effect.later) == (0, 1)


@pytest.mark.django_db
def test_the_desk_reads_which_households_wait_by_masked_name_the_neediest_first(helper: Person) -> None:
    evacuation = Evacuation.objects.get()
    second = EvacuationOrder.objects.order_by("-pk")[0]
    EvacuationOrder.objects.filter(pk=second.pk).update(helper=None, needs={"deaf": 1})
    first = EvacuationOrder.objects.order_by("pk")[0]
    EvacuationOrder.objects.filter(pk=first.pk).update(helper=None, needs={"alone": 1, "oxygen": 1})
    desk = a_person(role=Role.DUTY_OFFICER, org=evacuation.org)

    page = signed_in_client(desk).get(f"/evacuations/{evacuation.pk}/helpers/")

    waiting = page.context["waiting"]
    assert [(one.order.pk, list(one.names), one.wait_min) for one in waiting] == [(first.pk, ["张**"], None), (second.pk, ["李**"], None)]
    assert waiting[0].needs == ["居家氧疗", "80岁以上独居"]
    assert "张**" in page.content.decode()


@pytest.mark.django_db
def test_somebody_named_by_hand_takes_the_household_and_nobody_waits_any_more(helper: Person) -> None:
    evacuation = Evacuation.objects.get()
    other = a_person(role=Role.VOLUNTEER, org=evacuation.org)
    desk = signed_in_client(a_person(role=Role.DUTY_OFFICER, org=evacuation.org))
    waits = desk.get(f"/evacuations/{evacuation.pk}/helpers/").context["waiting"][0].order

    offered = desk.get(f"/orders/{waits.pk}/helper/").context["could"]
    desk.post(f"/orders/{waits.pk}/helper/", {"helper": other.pk})

    page = desk.get(f"/evacuations/{evacuation.pk}/helpers/").context
    effects = {one.candidate.person.pk: (one.wait_min, one.effect.later) for one in offered}
    assert effects == {other.pk: (0, 0), helper.pk: (15, 0)}
    assert offered[0].candidate.person == other
    assert (page["waiting"], page["page"].missing) == ([], 0)
    assert EvacuationOrder.objects.get(household=waits.household, withdrawn_at=None).number == 2


@pytest.mark.django_db
def test_nobody_is_named_for_an_order_that_was_withdrawn_meanwhile(helper: Person) -> None:
    order = EvacuationOrder.objects.order_by("pk")[0]
    EvacuationOrder.objects.filter(pk=order.pk).update(withdrawn_at=NOW)

    with pytest.raises(OrderDoesNotHold):
        name_helper(order_id=order.pk, helper=a_person(), by=SYSTEM, now=NOW)


@pytest.mark.django_db
def test_a_neighbouring_community_is_asked_and_its_duty_officer_has_the_task(unscoped: None) -> None:
    street = a_street()
    here, there = a_community(parent=street, name="梧桐里社区"), a_community(parent=street, name="石榴园社区")
    order = order_of_a_home(org=here, incident=an_incident(org=here))
    volunteer, duty = a_person(role=Role.VOLUNTEER, org=there), a_person(role=Role.DUTY_OFFICER, org=there)
    desk = signed_in_client(a_person(role=Role.DUTY_OFFICER, org=here))
    address = f"/evacuations/{order.evacuation_id}/helpers/"

    before = desk.get(address).context["sources"]
    desk.post(f"{address}asked/", {"unit": there.pk, "how_many": "2"})

    task = Task.objects.get()
    after = {one.org.pk: one.asked_task_id for one in desk.get(address).context["sources"]}
    assert [(one.org, one.people) for one in before] == [(there, 1), (street, 0)]
    assert volunteer.pk != duty.pk
    assert (task.owner, task.title) == (duty, "请支援帮扶人员2名：东门燃气泄漏")
    assert after == {there.pk: task.pk, street.pk: 0}


@pytest.mark.django_db
def test_a_unit_where_nobody_is_on_duty_is_not_asked_and_the_page_says_so(unscoped: None) -> None:
    street = a_street()
    here = a_community(parent=street)
    order = order_of_a_home(org=here, incident=an_incident(org=here))
    desk = signed_in_client(a_person(role=Role.DUTY_OFFICER, org=here))

    answer = desk.post(f"/evacuations/{order.evacuation_id}/helpers/asked/", {"unit": street.pk, "how_many": "1"})

    assert answer.status_code == 409
    assert "无人值守" in answer.content.decode()
    assert Task.objects.count() == 0
