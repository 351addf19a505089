"""What the map and the wall show, and to whom."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from linan.ground.people.models import Role
from tests.build import a_community, a_person, signed_in_client
from tests.builders.monitoring import a_device, an_alarm
from tests.builders.response import a_building, a_task, an_incident

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unscoped")]


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    cache.clear()


def test_the_live_map_tones_the_building_and_the_floor_of_an_alarm_for_its_own_community_only():
    community = a_community()
    building = a_building(org=community)
    an_alarm(device=a_device(org=community, building_id=building.pk, floor=3, lon=118.78, lat=32.05))
    officer = signed_in_client(a_person(role=Role.DUTY_OFFICER, org=community))
    neighbour = signed_in_client(a_person(role=Role.DUTY_OFFICER, org=a_community()))

    seen = officer.get(reverse("command:map-live")).json()
    other = neighbour.get(reverse("command:map-live")).json()

    assert seen["buildings"] == [{"id": building.pk, "tone": "red", "floors": [3]}]
    assert [one["properties"]["tone"] for one in seen["sensors"]["features"]] == ["red"]
    assert (other["buildings"], other["sensors"]["features"], other["alarms"]["features"]) == ([], [], [])


def test_someone_who_says_they_are_on_site_stands_at_the_incident():
    task = a_task()
    task.status = "on_site"
    task.save()
    officer = signed_in_client(a_person(role=Role.DUTY_OFFICER, org=task.incident.org))

    seen = officer.get(reverse("command:map-live")).json()

    assert [one["geometry"]["coordinates"] for one in seen["people"]["features"]] == [[118.78, 32.05]]


def test_the_wall_shows_the_open_incident_and_is_calm_without_one():
    incident = an_incident()
    officer = signed_in_client(a_person(role=Role.DUTY_OFFICER, org=incident.org))
    elsewhere = signed_in_client(a_person(role=Role.DUTY_OFFICER, org=a_community()))

    busy = officer.get(reverse("command:wall")).content.decode()
    calm = elsewhere.get(reverse("command:wall")).content.decode()

    assert "演示火灾" in busy
    assert "当前没有处置中的突发事件" in calm


def test_the_wall_is_not_calm_while_an_alarm_waits():
    community = a_community()
    alarm = an_alarm(device=a_device(org=community))
    officer = signed_in_client(a_person(role=Role.DUTY_OFFICER, org=community))

    wall = officer.get(reverse("command:wall")).content.decode()

    assert "1 条报警待处理。" in wall
    assert alarm.device.name in wall
    assert "平稳" not in wall


@pytest.mark.parametrize("name", ["map", "map-base", "map-live", "wall"])
def test_the_map_is_closed_to_an_administrator_and_to_a_stranger(name, client):
    administrator = signed_in_client(a_person(role=Role.SYSTEM_ADMIN))

    assert administrator.get(reverse(f"command:{name}")).status_code == 403
    assert client.get(reverse(f"command:{name}")).status_code == 302


def test_the_live_map_costs_the_same_however_much_it_draws(django_assert_max_num_queries, monkeypatch):
    monkeypatch.setattr("linan.command.layers.map_layers", lambda: ())
    community = a_community()
    for number in range(10):
        an_alarm(device=a_device(org=community, lon=118.78 + number / 1000, lat=32.05))
    officer = signed_in_client(a_person(role=Role.DUTY_OFFICER, org=community))

    with django_assert_max_num_queries(11):
        seen = officer.get(reverse("command:map-live")).json()

    assert len(seen["alarms"]["features"]) == 10


def test_a_change_of_tasks_draws_the_people_anew_and_no_sensor():
    task = a_task()
    a_device(org=task.incident.org, lon=118.78, lat=32.05)
    officer = signed_in_client(a_person(role=Role.DUTY_OFFICER, org=task.incident.org))

    seen = officer.get(reverse("command:map-live"), {"changed": "tasks nobody-watches-this"}).json()

    assert sorted(seen) == ["added", "people"]
    assert "incidents" not in {one["key"] for one in seen["added"]}


def test_a_change_of_a_layer_of_another_room_draws_that_layer_alone():
    officer = signed_in_client(a_person(role=Role.DUTY_OFFICER))

    seen = officer.get(reverse("command:map-live"), {"changed": "shelters"}).json()
    whole = officer.get(reverse("command:map-live")).json()

    assert (sorted(seen), [one["key"] for one in seen["added"]]) == (["added"], ["open-shelters"])
    assert {"alarms", "sensors", "incidents", "people", "warnings"} < set(whole)
