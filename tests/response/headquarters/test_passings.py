"""Tasks that nobody takes raise themselves; whoever accepts in the same instant keeps the task."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from linan.ground.access.scopes import everywhere
from linan.ground.moves import MovedMeanwhile
from linan.ground.people.models import SYSTEM, Person, Role
from linan.response.actions import TaskWentOn, close_incident, move_task
from linan.response.headquarters.actions.passings import raise_unclaimed
from linan.response.headquarters.domain.claiming import claiming_from, goes_on, shipped
from linan.response.headquarters.models import Passing, Pulse
from linan.response.models import CloseReason, Task, TaskStatus
from tests.build import NOW, a_person
from tests.builders.response import a_task

MINUTE = timedelta(minutes=1)
RACES = 1000
in_a_test = pytest.mark.usefixtures("unscoped")
pytestmark = pytest.mark.django_db


def _each_minute(last: int) -> list[int]:
    """Look every minute as the periodic job does; return in which minutes something went on."""
    return [minute for minute in range(last + 1) if raise_unclaimed(by=SYSTEM, now=NOW + minute * MINUTE)]


@pytest.mark.parametrize(("waited_min", "passed", "goes"), [(2, 0, False), (3, 0, True), (3, 2, True), (99, 3, False)])
def test_a_task_goes_on_after_its_time_and_not_for_ever(waited_min, passed, goes):
    now = NOW + waited_min * MINUTE

    assert goes_on(given_at=NOW, counted_from=NOW, passed=passed, now=now, rule=claiming_from(shipped())) == goes


@in_a_test
def test_an_unclaimed_task_goes_to_another_of_its_role_then_to_the_duty_officer():
    task = a_task()
    colleague = a_person(role=Role.GRID_MEMBER, org=task.incident.org)
    officer = a_person(role=Role.DUTY_OFFICER, org=task.incident.org)

    minutes = _each_minute(30)

    assert minutes == [3, 6]
    assert [(one.before, one.after) for one in Passing.objects.all()] == [(task.owner, colleague), (colleague, officer)]
    assert (Task.objects.get().owner, Task.objects.get().role) == (officer, Role.DUTY_OFFICER)


@in_a_test
def test_a_task_that_was_accepted_and_one_of_a_closed_incident_stay_where_they_are():
    taken, closed = a_task(), a_task()
    for task in (taken, closed):
        a_person(role=Role.DUTY_OFFICER, org=task.incident.org)
    move_task(task_id=taken.pk, to=TaskStatus.ACCEPTED, by=taken.owner, now=NOW)
    close_incident(incident_id=closed.incident_id, reason=CloseReason.SETTLED, summary="误报", by=SYSTEM, now=NOW)

    assert _each_minute(10) == []


@in_a_test
@pytest.mark.parametrize("jump", [timedelta(days=1), timedelta(hours=-2)])
def test_a_jump_of_the_clock_passes_nothing_on_before_its_time(jump):
    task = a_task()
    a_person(role=Role.DUTY_OFFICER, org=task.incident.org)
    raise_unclaimed(by=SYSTEM, now=NOW)

    at_once = [raise_unclaimed(by=SYSTEM, now=NOW + jump + minute * MINUTE) for minute in (0, 1, 2)]

    assert at_once == [0, 0, 0]
    assert Pulse.objects.get().since_at == NOW + jump


@pytest.mark.django_db(transaction=True)
def test_of_a_thousand_who_accept_as_their_time_runs_out_none_loses_the_task_afterwards():
    with everywhere():
        task = a_task()
        a_person(role=Role.DUTY_OFFICER, org=task.incident.org)
        raise_unclaimed(by=SYSTEM, now=NOW)
    Pulse.objects.update(since_at=NOW, looked_at=NOW + 4 * MINUTE)
    owner, kept = task.owner, 0

    with ThreadPoolExecutor(max_workers=2) as threads:
        for _number in range(RACES):
            kept += _race(threads, task, owner)
        line = threading.Barrier(2)
        for _ in range(2):
            threads.submit(_hang_up, line)

    assert 0 <= kept <= RACES
    assert Task._base_manager.filter(pk=task.pk).count() == 1


def _race(threads: ThreadPoolExecutor, task: Task, owner: Person) -> bool:
    """Let the owner accept while the task raises itself; exactly one of both may happen."""
    Passing._base_manager.all().delete()
    Task._base_manager.update(owner=owner, role=task.role, status=TaskStatus.ASSIGNED, accepted_at=None)
    line = threading.Barrier(2)
    runs = [threads.submit(_accept, task.pk, owner, line), threads.submit(_raise, line)]
    accepted, raised = (run.result() for run in runs)
    after = Task._base_manager.get(pk=task.pk)
    kept = (True, 0, owner.pk, TaskStatus.ACCEPTED)
    assert (accepted, raised, after.owner_id, after.status) in (kept, (False, 1, after.owner_id, TaskStatus.ASSIGNED))
    return accepted


def _accept(pk: int, owner: Person, line: threading.Barrier) -> bool:
    line.wait()
    try:
        move_task(task_id=pk, to=TaskStatus.ACCEPTED, by=owner, now=NOW + 4 * MINUTE, seen_owner_id=owner.pk)
    except (MovedMeanwhile, TaskWentOn):
        return False
    return True


def _raise(line: threading.Barrier) -> int:
    line.wait()
    with everywhere():
        return raise_unclaimed(by=SYSTEM, now=NOW + 4 * MINUTE)


def _hang_up(line: threading.Barrier) -> None:
    line.wait()
    connection.close()
