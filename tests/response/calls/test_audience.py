"""Whom an audience reaches, each once."""

import asyncio

import pytest

from linan.ground.people.models import SYSTEM, Role
from linan.response.calls.actions.release import stop_call
from linan.response.calls.audience import count
from linan.response.calls.domain.audience import Audience
from linan.response.calls.models import Group, Message, MessageStatus, Outcome, Recipient
from linan.response.calls.sender.pace import Pace
from linan.response.calls.sending import wave_statement, ways_of
from tests.build import a_community, a_grid, a_person, a_street
from tests.builders.calls import a_call
from tests.builders.registry import a_building, a_household, a_resident

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unscoped")]


def square(west, south, east, north):
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


@pytest.fixture
def org():
    return a_community(parent=a_street())


def test_who_is_chosen_by_name_role_and_group_is_called_once(org, now):
    person = a_person(role=Role.GRID_MEMBER, org=org)
    group = Group.objects.create(org=org, name="夜班")
    group.people.add(person)

    found = count(Audience(people=(person.pk,), roles=(Role.GRID_MEMBER,), groups=(group.pk,)), org=org, now=now)

    assert (found.people, found.accounts) == (1, 1)


def test_a_role_is_called_in_the_unit_and_below_it_and_not_beside_it(org, now):
    a_person(role=Role.GRID_MEMBER, org=a_grid(parent=org))
    a_person(role=Role.GRID_MEMBER, org=a_community(parent=org.parent))

    found = count(Audience(roles=(Role.GRID_MEMBER,)), org=org, now=now)

    assert found.people == 1


def test_an_area_reaches_everybody_in_the_buildings_whose_centre_lies_in_it(org, now):
    inside, outside = a_building(org=org, lon=118.78, lat=32.05), a_building(org=org, lon=118.79, lat=32.05)
    for building in (inside, outside):
        a_resident(household=a_household(building=building))

    found = count(Audience(area=square(118.779, 32.049, 118.781, 32.051)), org=org, now=now)

    assert (found.people, found.households) == (1, 1)


def test_nobody_of_another_community_is_called_whatever_ids_are_posted(org, now):
    stranger = a_resident(household=a_household(building=a_building(org=a_community(parent=org.parent))))
    neighbour = a_person(role=Role.GRID_MEMBER, org=a_community(parent=org.parent))

    found = count(Audience(buildings=(stranger.household.building_id,), people=(neighbour.pk,)), org=org, now=now)

    assert found.people == 0


def test_a_wave_that_is_sent_again_makes_no_second_message(org, now):
    call = a_call(org=org, now=now)
    recipient = Recipient.objects.get()

    made = wave_statement(
        call, ways_of(org, ["in_app"]), pairs=[(recipient.pk, recipient.person_id)], wave=0, step="recipient", now=now, due_at=now
    )

    assert (made, Message.objects.count()) == (0, 1)


def test_what_is_stopped_leaves_nothing_in_the_queue(org, now):
    call = a_call(org=org, now=now)

    stop_call(call_id=call.pk, by=SYSTEM, now=now)

    assert Message.objects.get().status == MessageStatus.WITHDRAWN
    assert Recipient.objects.get().outcome == Outcome.WITHDRAWN


def test_a_line_is_given_no_more_a_second_than_it_takes():
    async def run():
        pace, loop = Pace(20), asyncio.get_running_loop()
        began = loop.time()
        for _ in range(5):
            await pace.wait()
        return loop.time() - began

    took = asyncio.run(run())

    assert took >= 4 / 20
