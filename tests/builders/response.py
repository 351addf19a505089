"""Builders of response: incidents and tasks."""

from datetime import datetime, timedelta

from linan.ground.access.scopes import everywhere
from linan.ground.orgs.models import Org
from linan.ground.people.models import SYSTEM, Person, Role
from linan.registry.models import Building
from linan.response.actions import TaskSpec, assign_tasks, open_incident
from linan.response.models import Incident, IncidentClass, Mode, Task, TaskStatus
from tests.build import NOW, a_community, a_person


def a_building(*, org: Org, code: str = "B1", floors: int = 6, lon: float = 118.78, lat: float = 32.05) -> Building:
    """Return a new building of a community."""
    with everywhere():
        return Building.objects.create(org=org, code=code, name=f"{code}幢", lon=lon, lat=lat, floors=floors)


def an_incident(
    *, org: Org | None = None, mode: Mode = Mode.REAL, building: Building | None = None, opened_at: datetime = NOW
) -> Incident:
    """Return an open fire incident, in a new community unless one is given."""
    with everywhere():
        return open_incident(
            org=org or a_community(), title="演示火灾", klass=IncidentClass.ACCIDENT, mode=mode, sub_code="20200",
            building_id=building.pk if building else None, lon=118.78, lat=32.05, place="东门", by=SYSTEM, now=opened_at,
        )


def a_spec(
    *, role: Role = Role.GRID_MEMBER, title: str = "逐层敲门", due_min: int = 8, proof: tuple[str, ...] = (), counted: str = ""
) -> TaskSpec:
    """Return a task of the plan before it has an owner."""
    return TaskSpec(
        title=title, brief="从起火层开始", role=role, due_in=timedelta(minutes=due_min), order=1, proof=proof, counted=counted
    )


def a_task(*, incident: Incident | None = None, owner: Person | None = None, org: Org | None = None) -> Task:
    """Return a task of a grid member, who is made in the incident's community unless given."""
    incident = incident or an_incident(org=org)
    if owner is None:
        a_person(role=Role.GRID_MEMBER, org=incident.org)
    with everywhere():
        (task,) = assign_tasks(incident_id=incident.pk, specs=[a_spec()], by=SYSTEM, now=incident.opened_at)
    return task


def a_task_to_prove(*proof: str, counted: str = "") -> Task:
    """Return a task whose owner is on site and which is done with this proof only."""
    incident = an_incident()
    a_person(role=Role.GRID_MEMBER, org=incident.org)
    with everywhere():
        (task,) = assign_tasks(incident_id=incident.pk, specs=[a_spec(proof=proof, counted=counted)], by=SYSTEM, now=NOW)
        Task.objects.filter(pk=task.pk).update(status=TaskStatus.ON_SITE, accepted_at=NOW, on_site_at=NOW)
        return Task.objects.get(pk=task.pk)
