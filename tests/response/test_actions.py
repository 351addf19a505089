"""Writes of response: who gets a task, which moves are allowed, what closing does."""

from datetime import timedelta

import pytest

from linan.ground.moves import MoveNotAllowed
from linan.ground.people.models import SYSTEM, Role
from linan.response.actions import (
    IncidentIsClosed,
    assign_tasks,
    close_incident,
    join_alarm,
    join_unit,
    move_task,
)
from linan.response.models import CloseReason, Incident, IncidentAlarm, Participation, Task, TaskStatus
from linan.response.owners import NobodyToDoIt
from tests.build import NOW, a_grid, a_person
from tests.builders.monitoring import an_alarm
from tests.builders.response import a_spec, a_task, an_incident

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unscoped")]
LATER = NOW + timedelta(minutes=5)
EVERY_MOVE = [(here, there) for here in TaskStatus for there in TaskStatus]


@pytest.mark.parametrize(("here", "there"), EVERY_MOVE)
def test_a_task_moves_along_its_table_and_nowhere_else(here, there):
    task = a_task()
    Task.objects.filter(pk=task.pk).update(status=here)
    allowed = there in Task.MOVES[here]

    try:
        move_task(task_id=task.pk, to=there, note="原因", by=SYSTEM, now=LATER)
        moved = True
    except (MoveNotAllowed, KeyError):
        moved = False

    assert moved == allowed
    assert Task.objects.get().status == (there if allowed else here)


def test_two_tasks_of_a_role_go_to_two_people():
    incident = an_incident()
    holders = {a_person(role=Role.GRID_MEMBER, org=incident.org).pk for _number in range(2)}

    tasks = assign_tasks(incident_id=incident.pk, specs=[a_spec(), a_spec()], by=SYSTEM, now=NOW)

    assert {task.owner_id for task in tasks} == holders


def test_a_task_whose_role_nobody_holds_goes_down_the_ladder_to_the_duty_officer():
    incident = an_incident()
    officer = a_person(role=Role.DUTY_OFFICER, org=incident.org)

    (task,) = assign_tasks(incident_id=incident.pk, specs=[a_spec(role=Role.RESPONDER)], by=SYSTEM, now=NOW)

    assert (task.owner, task.role) == (officer, Role.DUTY_OFFICER)


def test_a_task_is_refused_when_nobody_is_there_to_own_it():
    incident = an_incident()

    with pytest.raises(NobodyToDoIt):
        assign_tasks(incident_id=incident.pk, specs=[a_spec()], by=SYSTEM, now=NOW)

    assert Task.objects.count() == 0


def test_a_role_that_has_ended_gets_no_task():
    incident = an_incident()
    former = a_person(role=Role.GRID_MEMBER, org=incident.org)
    former.memberships.update(to_at=NOW)
    today = a_person(role=Role.GRID_MEMBER, org=a_grid(parent=incident.org))

    (task,) = assign_tasks(incident_id=incident.pk, specs=[a_spec()], by=SYSTEM, now=NOW)

    assert task.owner == today


def test_closing_calls_off_what_is_open_and_takes_nothing_more():
    task = a_task()

    close_incident(incident_id=task.incident_id, reason=CloseReason.SETTLED, summary="已扑灭", by=SYSTEM, now=LATER)

    assert Task.objects.get().status == TaskStatus.CANCELLED
    with pytest.raises(IncidentIsClosed):
        assign_tasks(incident_id=task.incident_id, specs=[a_spec()], by=SYSTEM, now=LATER)


def test_joining_twice_joins_once():
    incident = an_incident()
    alarm, unit = an_alarm(org=incident.org), a_grid(parent=incident.org)

    for _time in range(2):
        join_alarm(incident_id=incident.pk, alarm_id=alarm.pk, by=SYSTEM, now=LATER)
        join_unit(incident_id=incident.pk, unit=unit, by=SYSTEM, now=LATER)

    assert IncidentAlarm.objects.count() == 1
    assert Participation.objects.count() == 2
    assert Incident.objects.count() == 1
