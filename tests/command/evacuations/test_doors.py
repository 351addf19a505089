"""Door lists: made once, walked by name, and the newest word stands whatever way it came."""

from datetime import timedelta
from uuid import uuid4

import pytest

from linan.command.domain.doors.states import DoorState
from linan.command.evacuations.actions.changes import Change, take_changes
from linan.command.evacuations.actions.doors import (
    ListsAlreadyMade,
    NoDoorsToKnock,
    NoWalker,
    complete_door_lists,
    give_door_list,
    make_door_lists,
)
from linan.command.evacuations.models import DOOR_STATES, DoorChange, DoorEntry, DoorList, Evacuee
from linan.ground.announcements.models import Logged
from linan.ground.people.models import SYSTEM, Role
from tests.build import a_person
from tests.builders.doors import a_door_list, a_home, an_ordered_evacuation, order, the_entry
from tests.builders.registry import a_building, a_resident

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unscoped")]


def a_change(entry: DoorEntry, to: DoorState, **columns: object) -> Change:
    """Return one tap of a phone."""
    return Change(**({"client_id": uuid4(), "entry_id": entry.pk, "to": to} | columns))


def test_every_ordered_household_stands_on_one_list_with_its_people(now):
    building = a_building()
    homes = [a_home(building=building, unit=unit, floor=floor, names=["甲", "乙"]) for unit in (1, 2) for floor in (1, 2, 3)]
    evacuation = an_ordered_evacuation(homes=homes)
    walkers = [a_person(role=Role.GRID_MEMBER, org=building.org) for _ in range(2)]

    lists = make_door_lists(evacuation_id=evacuation.pk, walkers=walkers, by=SYSTEM, now=now)

    assert [(one.number, one.walker) for one in lists] == [(1, walkers[0]), (2, walkers[1])]
    walked = DoorEntry.objects.filter(door_list=lists[0]).values_list("household__unit", "household__floor")
    assert list(walked) == [(1, 3), (1, 2), (1, 1)]
    assert DoorEntry.objects.filter(evacuation=evacuation).count() == 6
    assert Evacuee.objects.filter(entry__evacuation=evacuation).count() == 12


def test_a_household_that_needs_help_is_called_on_the_way_up(now):
    building = a_building()
    homes = [a_home(building=building, floor=floor, door=f"{floor}01") for floor in (1, 2, 6)]
    a_resident(household=homes[1], needs=("disabled",))
    evacuation = an_ordered_evacuation(homes=homes)

    (made,) = make_door_lists(evacuation_id=evacuation.pk, walkers=[a_person(org=building.org)], by=SYSTEM, now=now)

    assert list(made.entries.values_list("household__door", flat=True)) == ["201", "601", "101"]


def test_no_list_is_made_without_a_walker_or_without_an_order(now):
    evacuation = an_ordered_evacuation()

    with pytest.raises(NoWalker):
        make_door_lists(evacuation_id=evacuation.pk, walkers=[], by=SYSTEM, now=now)
    with pytest.raises(NoDoorsToKnock):
        make_door_lists(evacuation_id=evacuation.pk, walkers=[a_person(org=evacuation.org)], by=SYSTEM, now=now)


def test_lists_are_not_cut_anew(now):
    made = a_door_list()

    with pytest.raises(ListsAlreadyMade):
        make_door_lists(evacuation_id=made.evacuation_id, walkers=[made.walker], by=SYSTEM, now=now)


def test_a_household_that_is_ordered_later_joins_the_list_of_its_stairwell(now):
    made = a_door_list()
    first = the_entry(made)
    late = a_home(building=first.household.building, floor=2, names=["丙"])
    order(made.evacuation, late)

    added = complete_door_lists(evacuation_id=made.evacuation_id, by=SYSTEM, now=now)

    assert added == 1
    assert list(made.entries.values_list("household_id", flat=True)) == [first.household_id, late.pk]
    assert complete_door_lists(evacuation_id=made.evacuation_id, by=SYSTEM, now=now) == 0


def test_a_tap_that_is_sent_twice_counts_once(now):
    made = a_door_list()
    tap = a_change(the_entry(made), DoorState.TOLD, phone_at=now - timedelta(minutes=4))

    first = take_changes([tap], door_list_id=made.pk, phone_now=now, by=made.walker, now=now)
    again = take_changes([tap, tap], door_list_id=made.pk, phone_now=now, by=made.walker, now=now + timedelta(seconds=9))

    assert (list(first.held), list(again.held)) == ([tap.client_id], [tap.client_id] * 2)
    assert DoorChange.objects.count() == 1
    assert Logged.objects.filter(kind="command.DoorsChanged").count() == 1
    entry = the_entry(made)
    assert (entry.state, entry.state_at, entry.state_by) == ("told", now - timedelta(minutes=4), made.walker)


def test_a_late_change_is_kept_and_does_not_unseat_a_newer_one(now):
    made = a_door_list()
    entry = the_entry(made)
    desk = a_person(org=made.evacuation.org)
    take_changes([a_change(entry, DoorState.ARRIVED)], door_list_id=made.pk, phone_now=None, by=desk, now=now)
    offline = a_change(entry, DoorState.REFUSED, phone_at=now - timedelta(minutes=30), note="要照看店铺")

    take_changes([offline], door_list_id=made.pk, phone_now=now + timedelta(minutes=1), by=made.walker, now=now + timedelta(minutes=1))

    assert the_entry(made).state == "arrived"
    kept = DoorChange.objects.filter(entry=entry).values_list("to", "by", "note")
    assert list(kept) == [("refused", made.walker.pk, "要照看店铺"), ("arrived", desk.pk, "")]


def test_a_phone_whose_clock_runs_hours_ahead_does_not_beat_what_is_newer(now):
    made = a_door_list()
    entry = the_entry(made)
    wrong = now + timedelta(hours=5)
    tap = a_change(entry, DoorState.TOLD, phone_at=wrong - timedelta(minutes=3))
    take_changes([tap], door_list_id=made.pk, phone_now=wrong, by=made.walker, now=now)

    take_changes([a_change(entry, DoorState.ARRIVED)], door_list_id=made.pk, phone_now=None, by=made.walker, now=now)

    assert the_entry(made).state == "arrived"


def test_what_is_said_of_one_person_leaves_the_household_as_it_was(now):
    made = a_door_list()
    entry = the_entry(made)
    person = entry.people.first()
    taps = [a_change(entry, DoorState.ON_THE_WAY), a_change(entry, DoorState.REFUSED, evacuee_id=person.pk)]

    take_changes(taps, door_list_id=made.pk, phone_now=None, by=made.walker, now=now)

    assert the_entry(made).state == "on_the_way"
    assert list(entry.people.values_list("state", flat=True)) == ["refused", ""]


def test_a_door_of_another_list_is_told_back_as_strange(now):
    made, other = a_door_list(), a_door_list()
    tap = a_change(the_entry(other), DoorState.TOLD)

    taken = take_changes([tap], door_list_id=made.pk, phone_now=None, by=made.walker, now=now)

    assert (list(taken.held), list(taken.strange)) == ([], [tap.client_id])
    assert DoorChange.objects.count() == 0


def test_a_list_that_is_given_to_somebody_else_remembers_who_walked_it(now):
    made = a_door_list()
    before, after = made.walker, a_person(role=Role.VOLUNTEER, org=made.evacuation.org)

    give_door_list(door_list_id=made.pk, walker=after, by=SYSTEM, now=now)

    row = DoorList.objects.get(pk=made.pk)
    assert (row.walker, list(row.former_walkers.all())) == (after, [before])


def test_every_state_of_a_door_has_a_name():
    assert [value for value, _ in DOOR_STATES] == [state.value for state in DoorState]
