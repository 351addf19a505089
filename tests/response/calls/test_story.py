"""A gas leak at night: a building is called, two households stay silent, a neighbour knocks, everybody is reached."""

import json
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.test import Client

from linan.ground.access.scopes import everywhere
from linan.ground.clock import now as clock
from linan.ground.people.models import Role
from linan.response.calls.actions.waves import escalate_silence
from linan.response.calls.models import Call, Message, MessageStatus
from linan.response.calls.queries import coverage_of
from linan.response.models import Mode, Task
from tests.build import a_community, a_grid, a_person, signed_in_client
from tests.builders.calls import a_line
from tests.builders.registry import a_building, a_household, a_resident
from tests.builders.response import an_incident
from tests.response.calls.gateway import Gateway
from tests.response.calls.sending import SMS, none_queued, send_with

pytestmark = pytest.mark.django_db(transaction=True)
HOUSEHOLDS = 4
CALL = {"title": "3幢燃气泄漏", "level": "1", "mode": "real", "wanted": "立即走楼梯离开", "choices": "收到，马上行动"}


@pytest.fixture
def community():
    return a_community()


@pytest.fixture
def walker(community):
    return a_person(role=Role.GRID_MEMBER, org=a_grid(parent=community))


@pytest.fixture
def building(community, walker):
    grid = walker.memberships.get().org
    with everywhere():
        building = a_building(org=community, name="3幢", grid=grid)
        for number in range(HOUSEHOLDS):
            a_resident(household=a_household(building=building), phone=f"1200000{number:04d}")
    a_line(org=community, settings=SMS, secrets={"access_key_secret": "key"})
    return building


def call_the_building(community, building, mode):
    """Write a call for a new incident, and send it, as the officer on duty does."""
    incident = an_incident(org=community, building=building, mode=mode)
    officer = signed_in_client(a_person(role=Role.DUTY_OFFICER, org=community))
    written = officer.post(f"/calls/write/?incident={incident.pk}", {**CALL, "buildings": [building.pk]})
    officer.post(f"{written['Location']}release/", {"seen": str(HOUSEHOLDS)})
    return officer, written["Location"]


def test_two_silent_households_are_told_at_the_door_and_then_everybody_is_reached(community, building, walker):
    gateway = Gateway()
    gateway.will_answer({"Code": "OK", "BizId": "b1"})
    officer, board = call_the_building(community, building, Mode.REAL)
    send_with(gateway, until=none_queued)
    links = [json.loads(post["body"]["TemplateParam"])["link"] for post in gateway.posts]
    for link in links[:2]:
        Client().post(urlsplit(link).path, {"choice": "收到，马上行动"})

    with everywhere():
        for hour in range(1, 6):
            escalate_silence(now=clock() + timedelta(hours=hour))
    knocking = signed_in_client(walker)
    doors = knocking.get("/calls/doors/").content.decode()
    silent = coverage_of(Call._base_manager.get().pk).not_reached
    for action in [part.split('"')[0] for part in doors.split('action="/calls/doors/')[1:]]:
        knocking.post(f"/calls/doors/{action}", {"came": "told"})

    cover = coverage_of(Call._base_manager.get().pk)
    assert (len(links), silent) == (HOUSEHOLDS, 2)
    assert Task._base_manager.get().title == "敲门：3幢 2 户"
    assert (cover.households_percent, cover.people_acted) == (100, HOUSEHOLDS)
    assert "100 %" in officer.get(board).content.decode()


def test_the_same_night_as_a_drill_reaches_nobody_by_phone(community, building):
    gateway = Gateway()

    call_the_building(community, building, Mode.DRILL)
    send_with(gateway, until=none_queued)

    assert gateway.posts == []
    assert set(Message._base_manager.values_list("status", flat=True)) == {MessageStatus.WITHHELD}
