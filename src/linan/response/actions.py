"""Writes of response."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.timezone import localtime

from linan.ground.announcements.kinds import Announcement
from linan.ground.announcements.log import Told, announce, announce_many
from linan.ground.moves import move
from linan.ground.orgs.models import Org
from linan.ground.people.models import SYSTEM, Actor, Membership
from linan.ground.refusals import NotFound, Refused
from linan.ground.text import noop
from linan.response.announcements import (
    AlarmJoined,
    EventGradeSet,
    IncidentClosed,
    IncidentOpened,
    IncidentReopened,
    ResponseLevelSet,
    TaskAssigned,
    TaskMoved,
    UnitJoined,
)
from linan.response.domain.sight import Sight
from linan.response.domain.specs import TaskSpec
from linan.response.models import (
    OPEN_TASKS,
    CloseReason,
    EventGrade,
    GradeAssessment,
    Incident,
    IncidentAlarm,
    IncidentClass,
    IncidentStatus,
    Mode,
    Participation,
    Reopening,
    ResponseLevel,
    Task,
    TaskStatus,
)
from linan.response.owners import Owners
from linan.response.proofs import check_proof

__all__ = [
    "TaskSpec", "assign_tasks", "call_off_tasks", "close_incident", "give_task", "join_alarm", "join_unit", "move_task",
    "open_incident", "reopen_incident", "set_event_grade", "set_response_level",
]

STAMPS = {
    TaskStatus.ACCEPTED: "accepted_at",
    TaskStatus.ON_THE_WAY: "on_the_way_at",
    TaskStatus.ON_SITE: "on_site_at",
    TaskStatus.DONE: "ended_at",
    TaskStatus.FAILED: "ended_at",
    TaskStatus.CANCELLED: "ended_at",
}


class IncidentIsClosed(Refused):
    """A closed incident takes no more tasks, alarms or units."""

    code = "incident_is_closed"
    status = 409
    msgid = noop("This incident is closed. Open it again with a reason, or open a new one.")


class ClosedMeanwhile(Refused):
    """Somebody else closed the incident first."""

    code = "closed_meanwhile"
    status = 409
    msgid = noop(
        "%(person)s closed this incident at %(at)s: %(summary)s "
        "Your words were not stored; open it again with a reason if it goes on."
    )


class SummaryMissing(Refused):
    """An incident is not closed without saying what happened."""

    code = "summary_missing"
    msgid = noop("Say in a sentence or two what happened and how it ended, then close the incident.")


class ReopenReasonMissing(Refused):
    """An incident is not opened again without saying why."""

    code = "reopen_reason_missing"
    msgid = noop("Say what happened, so that everybody knows why the incident goes on.")


class ReasonMissing(Refused):
    """A task that could not be done needs its reason."""

    code = "reason_missing"
    msgid = noop("Say why the task cannot be done, so that somebody else can take over.")


class TaskWentOn(Refused):
    """The task was passed on while somebody looked at it."""

    code = "task_went_on"
    status = 409
    msgid = noop("This task went on to %(person)s a moment ago. You do not have to do anything about it.")


class GradeUnchanged(Refused):
    """The event already has that grade."""

    code = "grade_unchanged"
    status = 409
    msgid = noop("The event already has this grade. Choose another one, or leave it as it is.")


class NoGradeByLaw(Refused):
    """Social safety events are not graded. Source: 突发事件应对法 art. 3."""

    code = "no_grade_by_law"
    status = 409
    msgid = noop("The law grades natural disasters, accidents and public health events only. The response level says how strongly this one is answered.")


class GradeReasonMissing(Refused):
    """A grade is not set without saying on what it rests."""

    code = "grade_reason_missing"
    msgid = noop("Say on what the grade rests: the dead and injured, the loss, who assessed it.")


class OwnerNotHere(Refused):
    """The person no longer holds a role where the incident is answered."""

    code = "owner_not_here"
    status = 409
    msgid = noop("%(person)s no longer holds this role. Choose somebody else.")


@transaction.atomic
def open_incident(
    *, org: Org, title: str, klass: IncidentClass, mode: Mode, by: Actor, now: datetime, sub_code: str = "",
    building_id: int | None = None, lon: float | None = None, lat: float | None = None, place: str = "",
    account: str = "",
) -> Incident:
    """Open an incident; the unit it belongs to takes part from the start."""
    incident = Incident.objects.create(
        org=org, title=title, klass=klass, sub_code=sub_code, mode=mode, building_id=building_id, lon=lon, lat=lat,
        place=place, account=account, opened_at=now, opened_by_id=by.pk,
    )
    Participation.objects.create(incident=incident, org=org, sight=Sight.EVERYTHING, joined_at=now)
    _tell(incident, IncidentOpened(incident_id=incident.pk, klass=incident.klass), by=by, now=now)
    return incident


@transaction.atomic
def join_alarm(*, incident_id: int, alarm_id: int, by: Actor, now: datetime) -> Incident:
    """Make a verified alarm part of an incident; repeating it changes nothing. Raises: IncidentIsClosed."""
    incident = _open_one(incident_id)
    _joined, is_new = IncidentAlarm.objects.get_or_create(
        alarm_id=alarm_id, defaults={"incident": incident, "joined_at": now}
    )
    if is_new:
        joined = AlarmJoined(incident_id=incident.pk, alarm_id=alarm_id)
        _tell(incident, joined, by=by, now=now, also=[f"alarm-{alarm_id}"])
    return incident


@transaction.atomic
def join_unit(
    *, incident_id: int, unit: Org, by: Actor, now: datetime, sight: Sight = Sight.OWN_TASKS
) -> None:
    """Let a unit take part in an incident and see so much of it; repeating it changes nothing. Raises: IncidentIsClosed."""
    incident = _open_one(incident_id)
    _part, is_new = Participation.objects.get_or_create(
        incident=incident, org=unit, defaults={"joined_at": now, "sight": sight}
    )
    if is_new:
        event = UnitJoined(incident_id=incident.pk, unit_id=unit.pk)
        _tell(incident, event, by=by, now=now)
        theirs = Told(event=event, org_id=unit.pk, about=[f"shared-{incident.pk}", "incidents"], mode=incident.mode)
        announce_many([theirs], by_id=by.pk, now=now)


@transaction.atomic
def set_response_level(*, incident_id: int, level: ResponseLevel, by: Actor, now: datetime) -> None:
    """Set how strongly the answer is organised. Raises: IncidentIsClosed."""
    incident = _open_one(incident_id)
    Incident.objects.filter(pk=incident.pk).update(response_level=level)
    _tell(incident, ResponseLevelSet(incident_id=incident.pk, level=level), by=by, now=now)


@transaction.atomic
def set_event_grade(
    *, incident_id: int, grade: EventGrade, reason: str, by: Actor, now: datetime
) -> GradeAssessment:
    """Set how grave the event is; every assessment is kept with its reason.

    Raises: IncidentIsClosed, NoGradeByLaw, GradeReasonMissing, GradeUnchanged.
    """
    incident = _open_one(incident_id)
    if incident.klass == IncidentClass.SOCIAL:
        raise NoGradeByLaw(field="grade")
    if not reason.strip():
        raise GradeReasonMissing(field="reason")
    if incident.grade == grade:
        raise GradeUnchanged(field="grade")
    assessment = GradeAssessment.objects.create(
        incident=incident, grade=grade, reason=reason.strip(), assessed_at=now, assessed_by_id=by.pk
    )
    Incident.objects.filter(pk=incident.pk).update(grade=grade)
    set_to = EventGradeSet(incident_id=incident.pk, assessment_id=assessment.pk, grade=grade)
    _tell(incident, set_to, by=by, now=now)
    return assessment


@transaction.atomic
def close_incident(
    *, incident_id: int, reason: CloseReason, summary: str, by: Actor, now: datetime
) -> Incident:
    """Close an incident and call off what is still open in it. Raises: SummaryMissing, NotFound, ClosedMeanwhile."""
    if not summary.strip():
        raise SummaryMissing(field="summary")
    _check_open(incident_id)
    incident = move(
        Incident, incident_id, to=IncidentStatus.CLOSED, closed_at=now, closed_by_id=by.pk, close_reason=reason,
        close_summary=summary.strip(),
    )
    for task_id in Task.objects.filter(incident=incident, status__in=OPEN_TASKS).values_list("pk", flat=True):
        move_task(task_id=task_id, to=TaskStatus.CANCELLED, by=by, now=now)
    _tell(incident, IncidentClosed(incident_id=incident.pk, reason=reason), by=by, now=now)
    return incident


@transaction.atomic
def reopen_incident(*, incident_id: int, reason: str, by: Actor, now: datetime) -> Incident:
    """Answer a closed incident again; how it had been closed is kept. Raises: ReopenReasonMissing, NotFound, MoveNotAllowed."""
    if not reason.strip():
        raise ReopenReasonMissing(field="reason")
    closed = Incident.objects.select_for_update(of=("self",)).filter(pk=incident_id).first()
    incident = move(
        Incident, incident_id, to=IncidentStatus.OPEN, closed_at=None, closed_by_id=None, close_reason="", close_summary=""
    )
    assert closed is not None and closed.closed_at is not None  # move() has just found it, and closed
    Reopening.objects.create(
        incident=incident, reason=reason.strip(), reopened_at=now, reopened_by_id=by.pk, closed_at=closed.closed_at,
        closed_by_id=closed.closed_by_id, close_reason=closed.close_reason, close_summary=closed.close_summary,
    )
    _tell(incident, IncidentReopened(incident_id=incident.pk), by=by, now=now)
    return incident


@transaction.atomic
def assign_tasks(
    *, incident_id: int, specs: Sequence[TaskSpec], by: Actor, now: datetime
) -> list[Task]:
    """Give every task to the person who holds its role now. Raises: IncidentIsClosed, NobodyToDoIt."""
    incident = _open_one(incident_id)
    owners = Owners(org=incident.org, grid_id=_grid_of(incident), load=_load_of(incident), now=now)
    holders = [owners.owner_of(title=spec.title, role=spec.role, ladder=spec.ladder) for spec in specs]
    tasks = Task.objects.bulk_create(
        [_task(incident, spec, held, now=now) for spec, held in zip(specs, holders, strict=True)]
    )
    announce_many([_assigned(task, incident) for task in tasks], by_id=by.pk, now=now)
    return tasks


@transaction.atomic
def give_task(
    *, incident_id: int, owner: Membership, title: str, brief: str, due_in: timedelta, by: Actor, now: datetime,
    proof: Sequence[str] = (), counted: str = "",
) -> Task:
    """Give a task by hand to one person in one role. Raises: IncidentIsClosed, OwnerNotHere."""
    incident = _open_one(incident_id)
    if not (owner.is_held_at(now) and owner.person.is_active):
        raise OwnerNotHere(field="owner", person=str(owner.person))
    spec = TaskSpec(
        title=title, brief=brief, role=owner.role, due_in=due_in, proof=tuple(proof), counted=counted.strip()
    )
    task = _task(incident, spec, owner, now=now)
    task.save()
    told = _assigned(task, incident)
    # Whoever stands in another unit sees their own tasks; their screens have to look again too.
    theirs = [Told(event=told.event, org_id=owner.org_id, about=["tasks"], mode=incident.mode)] if owner.org_id != task.org_id else []
    announce_many([told, *theirs], by_id=by.pk, now=now)
    return task


@transaction.atomic
def move_task(
    *, task_id: int, to: TaskStatus, by: Actor, now: datetime, note: str = "", seen_owner_id: int | None = None
) -> Task:
    """Move a task along its table of moves; `note` is the proof or the reason.

    seen_owner_id: whose task it was on the screen; where it went on to somebody else since, nothing is moved.
    Raises: ReasonMissing, NotFound, MoveNotAllowed, MovedMeanwhile, TaskWentOn, and what check_proof() raises.
    """
    if to == TaskStatus.FAILED and not note.strip():
        raise ReasonMissing(field="note")
    if seen_owner_id is not None:
        _check_owner(task_id, seen_owner_id)
    columns: dict[str, Any] = {STAMPS[to]: now}
    if note.strip():
        columns["proof_note"] = note.strip()
    if to == TaskStatus.DONE:
        check_proof(task_id)
    task = move(Task, task_id, to=to, **columns)
    announce(
        TaskMoved(task_id=task.pk, incident_id=task.incident_id, to=to), by_id=by.pk, org_id=task.org_id,
        about=_about_task(task), now=now, mode=task.incident.mode,
    )
    return task


@transaction.atomic
def call_off_tasks(*, incident_id: int, refs: Collection[str], by: Actor, now: datetime) -> None:
    """Call off the tasks of a plan, by their refs, that nobody has taken yet."""
    waiting = Task.objects.filter(incident_id=incident_id, plan_task__in=refs, status=TaskStatus.ASSIGNED)
    for task_id in waiting.values_list("pk", flat=True):
        move_task(task_id=task_id, to=TaskStatus.CANCELLED, by=by, now=now)


def _open_one(incident_id: int) -> Incident:
    incident = Incident.objects.select_for_update(of=("self",)).select_related("org").filter(pk=incident_id).first()
    if incident is None:
        raise NotFound
    if not incident.is_open:
        raise IncidentIsClosed
    return incident


def _check_open(incident_id: int) -> None:
    """Lock an incident that is to be closed; whoever comes second is told who closed it, when, and with which words."""
    incident = Incident._base_manager.select_for_update().filter(pk=incident_id).first()
    if incident is not None and incident.closed_at is not None:
        raise ClosedMeanwhile(
            person=str(incident.closed_by or SYSTEM), at=f"{localtime(incident.closed_at):%H:%M}",
            summary=incident.close_summary,
        )


def _check_owner(task_id: int, owner_id: int) -> None:
    # Locked without its owner: a joined row would still be the one from before the wait.
    task = Task._base_manager.select_for_update().filter(pk=task_id).first()
    if task is None:
        raise NotFound
    if task.owner_id != owner_id:
        raise TaskWentOn(person=str(task.owner))


def _grid_of(incident: Incident) -> int | None:
    return incident.building.grid_id if incident.building else None


def _load_of(incident: Incident) -> Counter[int]:
    """Return how many open tasks each owner of the incident holds."""
    return Counter(Task.objects.filter(incident=incident, status__in=OPEN_TASKS).values_list("owner_id", flat=True))


def _task(incident: Incident, spec: TaskSpec, held: Membership, *, now: datetime) -> Task:
    inside = held.org.path.startswith(incident.org.path)
    return Task(
        org=held.org if inside else incident.org, incident=incident, title=spec.title, brief=spec.brief,
        needs=spec.needs, message=spec.message, source=spec.source, owner=held.person, role=held.role,
        order=spec.order, proof=list(spec.proof), counted=spec.counted,
        due_at=now + spec.due_in, plan_task=spec.ref, assigned_at=now,
    )


def _assigned(task: Task, incident: Incident) -> Told:
    event = TaskAssigned(task_id=task.pk, incident_id=incident.pk)
    return Told(event=event, org_id=task.org_id, about=_about_task(task), mode=incident.mode)


def _about_task(task: Task) -> list[str]:
    return [f"task-{task.pk}", f"incident-{task.incident_id}", "tasks", "incidents"]


def _tell(
    incident: Incident, event: Announcement, *, by: Actor, now: datetime, also: Iterable[str] = ()
) -> None:
    announce(
        event, by_id=by.pk, org_id=incident.org_id, about=[f"incident-{incident.pk}", "incidents", *also],
        now=now, mode=incident.mode,
    )
