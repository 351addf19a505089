"""Writes that pass a task on: by hand, and by itself where nobody takes it."""

from datetime import datetime

from django.db import transaction

from linan.ground.moves import MovedMeanwhile
from linan.ground.people.models import Actor, Membership
from linan.ground.refusals import NotFound, Refused
from linan.ground.text import noop
from linan.response.headquarters.announcements import TaskPassedOn
from linan.response.headquarters.domain.claiming import goes_on
from linan.response.headquarters.domain.roll_call import has_jumped
from linan.response.headquarters.models import Passing, Pulse
from linan.response.headquarters.queries import InLine
from linan.response.headquarters.rulebook import rulebook, shipped_rulebook
from linan.response.headquarters.telling import tell
from linan.response.models import IncidentStatus, Task, TaskStatus

PASSABLE = (TaskStatus.ASSIGNED, TaskStatus.ACCEPTED, TaskStatus.ON_THE_WAY)


class NobodyNext(Refused):
    """Nobody else may take the task."""

    code = "nobody_next"
    status = 409
    msgid = noop("Nobody else may take this task now. Call the next tier, or give somebody the role.")


@transaction.atomic
def pass_task_on(*, task_id: int, to: Membership, by: Actor, now: datetime) -> Task:
    """Give a task that nobody has begun on the spot to somebody else, who has to accept it anew.

    Compares owner and state while setting them, so that whoever accepts in the same instant keeps it.
    Raises: NotFound, MovedMeanwhile.
    """
    task = Task._base_manager.select_related("incident__org").filter(pk=task_id, status__in=PASSABLE).first()
    if task is None:
        raise NotFound
    return _pass(task, to, by=by, now=now)


@transaction.atomic
def raise_unclaimed(*, by: Actor, now: datetime) -> int:
    """Pass on every task that nobody accepted in its time; return how many. A jump of the clock begins the time anew."""
    since, book, raised = _pulse(now), rulebook(), 0
    waiting = Task._base_manager.filter(
        status=TaskStatus.ASSIGNED, incident__status=IncidentStatus.OPEN
    ).select_related("incident__org", "owner").order_by("pk")
    for task in waiting:
        rule = book.claiming(task.incident.org.path)
        if now - task.assigned_at < rule.wait:
            continue
        passed = list(Passing._base_manager.filter(task=task).order_by("pk"))
        given_at = passed[-1].passed_at if passed else task.assigned_at
        if goes_on(given_at=given_at, counted_from=since, passed=len(passed), now=now, rule=rule):
            raised += _raise(task, by=by, now=now)
    return raised


def _raise(task: Task, *, by: Actor, now: datetime) -> bool:
    to = InLine(task.incident, now=now).after(task)
    if to is None:
        return False
    try:
        _pass(task, to, by=by, now=now)
    except MovedMeanwhile:
        return False  # whoever took it in this instant keeps it
    return True


def _pass(task: Task, to: Membership, *, by: Actor, now: datetime) -> Task:
    incident, before = task.incident, task.owner_id
    org = to.org if to.org.path.startswith(incident.org.path) else incident.org
    changed = Task._base_manager.filter(pk=task.pk, owner_id=before, status=task.status).update(
        owner_id=to.person_id, role=to.role, org=org, status=TaskStatus.ASSIGNED, accepted_at=None, on_the_way_at=None
    )
    if not changed:
        raise MovedMeanwhile
    Passing._base_manager.create(task=task, before_id=before, after_id=to.person_id, passed_at=now, passed_by_id=by.pk)
    event = TaskPassedOn(task_id=task.pk, incident_id=incident.pk, person_id=to.person_id)
    tell(event, incident, about=[f"task-{task.pk}", "tasks"], screens=[task.org_id, org.pk], by=by, now=now)
    return Task._base_manager.get(pk=task.pk)


def _pulse(now: datetime) -> datetime:
    """Note that the job looked, and return since when it has looked without a pause."""
    pulse, is_new = Pulse.objects.select_for_update().get_or_create(pk=1, defaults={"looked_at": now, "since_at": now})
    if not is_new and has_jumped(looked_at=pulse.looked_at, now=now, rules=shipped_rulebook().roll_call("")):
        pulse.since_at = now
    pulse.looked_at = now
    pulse.save()
    return pulse.since_at
