"""What the wall screen shows, on an ordinary day and in an emergency."""

from datetime import timedelta

import pytest
from django.urls import reverse

from linan.command.evacuations.actions.doors import make_door_lists
from linan.command.wall import DRILL_EVERY, TURN_S, home_of, wall_at
from linan.ground.access.doors import standing_of
from linan.ground.people.models import Role
from linan.monitoring.actions.modes import switch_mode
from linan.monitoring.domain.setting import OperatingMode
from linan.monitoring.models import Device
from linan.response.models import Mode
from tests.build import NOW, a_community, a_person, a_street, signed_in_client
from tests.builders.doors import a_home, an_ordered_evacuation
from tests.builders.monitoring import a_device, an_alarm
from tests.builders.registry import a_building
from tests.builders.response import a_task, an_incident

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unscoped")]


def test_open_incidents_take_turns_on_the_wall():
    community = a_community()
    titles = {an_incident(org=community).pk, an_incident(org=community).pk}

    shown = {wall_at(community, NOW + timedelta(seconds=TURN_S * n)).turn.incident.pk for n in range(2)}

    assert shown == titles


def test_a_turn_counts_done_late_and_who_is_on_site():
    task = a_task()
    task.status = "on_site"
    task.save()

    turn = wall_at(task.incident.org, task.due_at + timedelta(minutes=1)).turn

    assert (turn.tasks, turn.done, turn.on_site, [one.pk for one in turn.late]) == (1, 0, 1, [task.pk])


def test_a_turn_with_an_evacuation_shows_how_many_are_still_to_be_found():
    incident = an_incident()
    home = a_home(building=a_building(org=incident.org), floor=3, names=("张一", "张二"))
    evacuation = an_ordered_evacuation(org=incident.org, homes=[home], incident=incident)
    walker = a_person(role=Role.GRID_MEMBER, org=incident.org)

    before = wall_at(incident.org, NOW).turn.balance
    make_door_lists(evacuation_id=evacuation.pk, walkers=[walker], by=walker, now=NOW)
    turn = wall_at(incident.org, NOW).turn

    assert before is None
    assert (turn.evacuation, turn.balance.expected, turn.balance.not_reached) == (evacuation, 2, 2)


def test_an_ordinary_day_shows_who_is_on_duty_what_is_silent_and_that_no_drill_was_held():
    community = a_community()
    officer = a_person(role=Role.DUTY_OFFICER, org=community)
    silent, mended = a_device(org=community, lon=118.78, lat=32.05), a_device(org=community, lon=118.78, lat=32.05)
    Device.objects.update(is_silent=True)
    Device.objects.filter(pk=mended.pk).update(in_maintenance=True)

    day = wall_at(community, NOW).day

    assert (list(day.roster.people), list(day.silent), day.sensors) == ([officer], [silent], 2)
    assert (day.drill_due_at, day.is_drill_late) == (None, True)


def test_every_waiting_alarm_is_counted_though_only_two_are_shown():
    community = a_community()
    for _number in range(3):
        an_alarm(device=a_device(org=community))

    wall = wall_at(community, NOW)

    assert (wall.day.alarms, len(wall.alarms)) == (3, 2)


def test_the_next_drill_is_due_half_a_year_after_the_last_one():
    drill = an_incident(mode=Mode.DRILL)
    drill.status = "closed"
    drill.save()

    on_time = wall_at(drill.org, NOW + timedelta(days=100)).day
    late = wall_at(drill.org, NOW + timedelta(days=200)).day

    assert (on_time.drill_due_at, on_time.is_drill_late, late.is_drill_late) == (NOW + DRILL_EVERY, False, True)


def test_the_wall_says_in_which_mode_the_community_lives():
    community = a_community()
    officer = a_person(role=Role.DUTY_OFFICER, org=community)
    switch_mode(org_id=community.pk, mode=OperatingMode.HOLIDAY, reason="国庆", by=officer, now=NOW)

    page = signed_in_client(officer).get(reverse("command:wall")).content.decode()

    assert "节假日模式" in page


def test_every_answer_carries_the_moment_at_which_it_would_stand_still():
    officer = signed_in_client(a_person(role=Role.DUTY_OFFICER))

    part = officer.get(reverse("command:wall"), headers={"HX-Request": "true"}).content.decode()

    assert "画面已停止更新，所示为" in part
    assert 'hx-trigger="live, every 20s"' in part


def test_somebody_of_a_street_and_of_a_community_has_the_wall_of_the_street():
    street = a_street()
    community = a_community(parent=street)
    person = a_person(role=Role.DUTY_OFFICER, org=community)
    person.memberships.create(org=street, role=Role.STREET_OFFICER, from_at=person.joined_at)

    assert home_of(standing_of(person, now=NOW)) == street
