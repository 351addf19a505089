"""What the pages of response show, gathered in few queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from linan.monitoring.models import Alarm
from linan.monitoring.queries import alarms_of
from linan.response.kinds import kind_of_sub_code
from linan.response.models import (
    Incident,
    IncidentAlarm,
    IncidentWarning,
    Participation,
    Task,
    TaskProof,
    TaskStatus,
)
from linan.response.queries import proofs_of, tasks_of, warnings_of
from linan.response.timeline import Line, timeline_of

TONES = {
    TaskStatus.ASSIGNED: "yellow",
    TaskStatus.ACCEPTED: "blue",
    TaskStatus.ON_THE_WAY: "blue",
    TaskStatus.ON_SITE: "blue",
    TaskStatus.DONE: "green",
    TaskStatus.FAILED: "red",
    TaskStatus.CANCELLED: "grey",
}
NEXT = {
    TaskStatus.ASSIGNED: TaskStatus.ACCEPTED,
    TaskStatus.ACCEPTED: TaskStatus.ON_THE_WAY,
    TaskStatus.ON_THE_WAY: TaskStatus.ON_SITE,
    TaskStatus.ON_SITE: TaskStatus.DONE,
}


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task as a page shows it. next: the move of its big button, empty when it has ended.

    proofs: what was handed in; left empty on lists that do not show it.
    """

    task: Task
    tone: str
    next: str
    is_late: bool
    proofs: Sequence[TaskProof] = ()

    @property
    def asks_proof(self) -> bool:
        """Whether its next move wants proof that a button alone cannot give."""
        return self.next == TaskStatus.DONE and bool(self.task.proof)

    @property
    def planned(self) -> timedelta:
        """How long the plan allows."""
        return self.task.due_at - self.task.assigned_at

    @property
    def actual(self) -> timedelta | None:
        """How long it took; None while it goes on."""
        return self.task.ended_at - self.task.assigned_at if self.task.ended_at else None

    @property
    def planned_min(self) -> int:
        """Minutes the plan allows."""
        return round(self.planned.total_seconds() / 60)

    @property
    def actual_min(self) -> int | None:
        """Minutes it took."""
        return None if self.actual is None else round(self.actual.total_seconds() / 60)


def task_line(task: Task, *, now: datetime, proofs: Sequence[TaskProof] = ()) -> TaskLine:
    """Return the task with what a page says about it at that moment."""
    status = TaskStatus(task.status)
    end = task.ended_at if task.ended_at else now
    return TaskLine(
        task=task, tone=TONES[status], next=NEXT.get(status, ""),
        is_late=end > task.due_at and status != TaskStatus.CANCELLED, proofs=proofs,
    )


@dataclass(frozen=True, slots=True)
class IncidentPage:
    """All that one page about an incident shows."""

    incident: Incident
    kind: str
    tasks: Sequence[TaskLine]
    alarms: Sequence[Alarm]
    warnings: Sequence[IncidentWarning]
    units: Sequence[Participation]
    timeline: Sequence[Line]

    @property
    def open_tasks(self) -> list[TaskLine]:
        """Tasks that still have to be done, the most urgent first."""
        return sorted((one for one in self.tasks if one.task.is_open), key=lambda one: one.task.due_at)

    @property
    def ended_tasks(self) -> list[TaskLine]:
        """Tasks that have ended, in the order of the plan."""
        return [one for one in self.tasks if not one.task.is_open]

    @property
    def late(self) -> list[TaskLine]:
        """Open tasks beyond their deadline."""
        return [one for one in self.open_tasks if one.is_late]

    @property
    def done(self) -> list[TaskLine]:
        """Tasks that were done."""
        return [one for one in self.tasks if one.task.status == TaskStatus.DONE]

    @property
    def done_in_time(self) -> int:
        """How many tasks were done within what the plan allows."""
        return sum(not one.is_late for one in self.done)

    @property
    def lasted_min(self) -> int | None:
        """Minutes from opening to closing; None while it is open."""
        if self.incident.closed_at is None:
            return None
        return round((self.incident.closed_at - self.incident.opened_at).total_seconds() / 60)

    @property
    def live(self) -> str:
        """Names of the things whose change must refresh the page."""
        return " ".join([f"incident-{self.incident.pk}", *(f"alarm-{alarm.pk}" for alarm in self.alarms)])


def incident_page(incident: Incident, *, now: datetime) -> IncidentPage:
    """Return what the page of an incident shows."""
    tasks = list(tasks_of([incident.pk]))
    proofs = proofs_of(task.pk for task in tasks)
    joined = IncidentAlarm.objects.filter(incident=incident).values_list("alarm_id", flat=True)
    alarms = alarms_of(joined)
    kind = kind_of_sub_code(incident.sub_code)
    return IncidentPage(
        incident=incident, kind=kind.name if kind else "",
        tasks=[task_line(task, now=now, proofs=proofs[task.pk]) for task in tasks],
        alarms=alarms, warnings=warnings_of(incident.pk), units=list(Participation.objects.filter(incident=incident).select_related("org")),
        timeline=timeline_of(incident, alarms=alarms, tasks=tasks),
    )
