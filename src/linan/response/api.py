"""The JSON API of response, under /api/v1/."""

from datetime import datetime
from typing import cast

from django.http import HttpRequest
from ninja import Router, Schema

from linan.ground.access.doors import require
from linan.ground.access.rights import Right
from linan.ground.clock import now
from linan.ground.refusals import Refused
from linan.ground.text import noop
from linan.ground.web import Request
from linan.response.access import access_incident, access_task
from linan.response.actions import move_task
from linan.response.models import Incident, Task, TaskStatus
from linan.response.queries import incidents_for_list, tasks_of

router = Router(tags=["response"])
MOST = 200


class TaskStateUnknown(Refused):
    """A state that no task has."""

    code = "task_state_unknown"
    msgid = noop("A task has no state %(to)s. See the documentation of this service for the states.")


class IncidentOut(Schema):
    """An incident. grade and response_level: I to IV, or null while nobody has set them; mode: real or drill."""

    id: int
    title: str
    klass: str
    sub_code: str
    grade: str | None
    response_level: str | None
    mode: str
    status: str
    building_id: int | None
    lon: float | None
    lat: float | None
    opened_at: datetime
    closed_at: datetime | None


class TaskOut(Schema):
    """A task of one owner. plan_task: the plan's task it came from, empty when given by hand."""

    id: int
    incident_id: int
    title: str
    owner_id: int
    role: str
    status: str
    order: int
    due_at: datetime
    ended_at: datetime | None
    plan_task: str


class MoveIn(Schema):
    """Where a task goes; a task that cannot be done needs a note."""

    to: str
    note: str = ""


@router.get("/incidents", response=list[IncidentOut], url_name="incidents")
def incidents(request: HttpRequest) -> list[Incident]:
    """List the newest incidents in sight, open ones first."""
    require(cast(Request, request).standing, Right.SEE)
    return list(incidents_for_list(now=now())[:MOST])


@router.get("/incidents/{int:incident_id}", response=IncidentOut, url_name="incident")
def incident(request: HttpRequest, incident_id: int) -> Incident:
    """Tell one incident."""
    return access_incident(cast(Request, request).standing, incident_id, to=Right.SEE)


@router.get("/incidents/{int:incident_id}/tasks", response=list[TaskOut], url_name="incident-tasks")
def incident_tasks(request: HttpRequest, incident_id: int) -> list[Task]:
    """List the tasks of an incident in the order of the plan."""
    row = access_incident(cast(Request, request).standing, incident_id, to=Right.SEE)
    return list(tasks_of([row.pk]))


@router.post("/tasks/{int:task_id}/move", response=TaskOut, url_name="task-move")
def task_move(request: HttpRequest, task_id: int, body: MoveIn) -> Task:
    """Move a task along its way. Refused: a move that the state does not allow."""
    asked = cast(Request, request)
    row = access_task(asked.standing, task_id, person=asked.person, to=Right.RESPOND)
    if body.to not in TaskStatus.values:
        raise TaskStateUnknown(field="to", to=body.to)
    return move_task(task_id=row.pk, to=TaskStatus(body.to), note=body.note[:2000], by=asked.person, now=now())
