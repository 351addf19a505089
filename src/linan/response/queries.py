"""Reads of response that two places need."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from linan.ground.access.rights import Right, roles_with
from linan.ground.orgs.models import Org, OrgKind
from linan.ground.orgs.queries import ids_of_path, subtree_ids
from linan.ground.people.models import Membership
from linan.ground.refusals import NotFound
from linan.response.domain.togetherness import SOON, Spot, belongs_together
from linan.response.models import (
    OPEN_TASKS,
    Incident,
    IncidentAlarm,
    IncidentStatus,
    IncidentWarning,
    Participation,
    Task,
    TaskProof,
    TaskStatus,
)

MOST_SHARED = 40


@dataclass(frozen=True, slots=True)
class IncidentFacts:
    """What the floors above need to judge an incident.

    floors: of the building, None where none is known. warning_steps: of the newest warning, 1 blue … 4 red, else 0.
    """

    org_id: int
    org_path: str
    klass: str
    sub_code: str
    mode: str
    is_open: bool
    building_id: int | None
    floors: int | None
    alarms: int
    warning_steps: int


def incident_facts(incident_id: int) -> IncidentFacts:
    """Return the facts of an incident. Raises: NotFound."""
    rows = Incident.objects.select_related("org", "building").annotate(alarm_count=Count("joined_alarms"))
    incident = rows.filter(pk=incident_id).first()
    if incident is None:
        raise NotFound
    return IncidentFacts(
        org_id=incident.org_id, org_path=incident.org.path, klass=incident.klass, sub_code=incident.sub_code,
        mode=incident.mode, is_open=incident.is_open, building_id=incident.building_id,
        floors=incident.building.floors if incident.building else None, alarms=incident.alarm_count,
        warning_steps=_warning_steps(incident_id),
    )


def _warning_steps(incident_id: int) -> int:
    newest = IncidentWarning.objects.filter(incident_id=incident_id).last()
    return (newest.steps or 0) if newest else 0


def plan_tasks_given(incident_id: int) -> set[str]:
    """Return the refs of the plan's tasks that were given out in an incident and not called off."""
    given = Task.objects.filter(incident_id=incident_id).exclude(status=TaskStatus.CANCELLED)
    return set(given.values_list("plan_task", flat=True))


def incident_that_takes(spot: Spot, *, org_id: int) -> Incident | None:
    """Return the newest open incident of the unit that an alarm of that place and moment belongs to."""
    recent = Incident.objects.filter(
        org_id=org_id, status=IncidentStatus.OPEN, mode=spot.mode, opened_at__gte=spot.at - SOON
    )
    return next((one for one in recent if belongs_together(_spot_of(one), spot)), None)


def _spot_of(incident: Incident) -> Spot:
    return Spot(
        building_id=incident.building_id, lon=incident.lon, lat=incident.lat, at=incident.opened_at, mode=incident.mode
    )


def incident_of_alarm(alarm_id: int) -> Incident | None:
    """Return the incident an alarm belongs to."""
    joined = IncidentAlarm.objects.select_related("incident").filter(alarm_id=alarm_id).first()
    return joined.incident if joined else None


def incident_of_warning(card_id: int) -> Incident | None:
    """Return the incident that answers a public warning."""
    joined = IncidentWarning.objects.select_related("incident").filter(card_id=card_id).first()
    return joined.incident if joined else None


def warnings_of(incident_id: int) -> list[IncidentWarning]:
    """Return the public warnings that an incident answers, the first decided first."""
    return list(IncidentWarning.objects.select_related("card__warning").filter(incident_id=incident_id))


def incidents_for_list(*, now: datetime) -> QuerySet[Incident]:
    """Return the incidents with counts of open and late tasks, open ones first, newest first."""
    is_open = Q(tasks__status__in=OPEN_TASKS)
    return (
        Incident.objects.select_related("org", "building")
        .annotate(
            open_tasks=Count("tasks", filter=is_open),
            late_tasks=Count("tasks", filter=is_open & Q(tasks__due_at__lt=now)),
        )
        .order_by("-status", "-opened_at")
    )


def open_incidents() -> list[Incident]:
    """Return the incidents being answered, real ones first, the newest first."""
    rows = Incident.objects.filter(status=IncidentStatus.OPEN).select_related("org", "building")
    return list(rows.order_by("-mode", "-opened_at"))


def people_at_work() -> list[Task]:
    """Return the tasks whose owners are on site."""
    rows = Task.objects.filter(status=TaskStatus.ON_SITE, incident__status=IncidentStatus.OPEN)
    return list(rows.select_related("owner", "incident"))


def incidents_since(moment: datetime) -> int:
    """Return how many real incidents were opened since a moment."""
    return Incident.objects.filter(opened_at__gte=moment, mode="real").count()


def units_to_join(incident: Incident, *, org_ids: Iterable[int]) -> QuerySet[Org]:
    """Return the units that may still be asked to take part: those in reach and the neighbours of the incident's unit."""
    near = Q(pk__in=list(org_ids)) | Q(parent_id__in=ids_of_path(incident.org.path)[:-1])
    taking_part = Participation.objects.filter(incident=incident).values("org_id")
    rows = Org.objects.filter(near).exclude(kind__in=[OrgKind.GRID, OrgKind.DISTRICT])
    return rows.exclude(pk__in=taking_part).order_by("kind", "name")


def people_for_tasks(incident: Incident, *, now: datetime) -> QuerySet[Membership]:
    """Return the roles under which somebody may get a task: those who respond, in the incident's unit, below or above it."""
    return _responding([*subtree_ids([incident.org_id]), *ids_of_path(incident.org.path)], now=now)


def _responding(places: Iterable[int], *, now: datetime) -> QuerySet[Membership]:
    held = Membership.objects.filter(
        Q(to_at=None) | Q(to_at__gt=now),
        org_id__in=list(places), role__in=roles_with(Right.RESPOND), from_at__lte=now, person__is_active=True,
    )
    return held.select_related("person", "org").order_by("role", "person__full_name", "pk")


def people_to_give_tasks(incident: Incident, *, now: datetime) -> QuerySet[Membership]:
    """Return the roles under which somebody may be given a task by hand: also those of the units that take part."""
    taking_part = Participation._base_manager.filter(incident=incident).values_list("org_id", flat=True)
    places = [*subtree_ids([incident.org_id, *taking_part]), *ids_of_path(incident.org.path)]
    return _responding(places, now=now)


def shared_incidents(org_ids: Iterable[int]) -> list[Participation]:
    """Return the incidents of other units in which these units take part, the open ones first, the newest first."""
    ids = list(org_ids)
    rows = Participation._base_manager.filter(org_id__in=ids).exclude(incident__org_id__in=ids)
    return list(rows.select_related("org", "incident__org").order_by("-incident__status", "-incident__opened_at")[:MOST_SHARED])


def open_tasks_in(incident_id: int) -> list[Task]:
    """Return what is still to be done in an incident, soonest deadline first."""
    rows = Task.objects.filter(incident_id=incident_id, status__in=OPEN_TASKS)
    return list(rows.select_related("owner").order_by("due_at", "order", "pk"))


def open_tasks_of(person_id: int) -> QuerySet[Task]:
    """Return what a person still has to do, soonest deadline first."""
    rows = Task._base_manager.filter(owner_id=person_id, status__in=OPEN_TASKS)
    return rows.select_related("incident", "incident__building").order_by("due_at", "order", "pk")


def ended_tasks_of(person_id: int, *, limit: int = 10) -> QuerySet[Task]:
    """Return what a person has finished lately, the latest first."""
    rows = Task._base_manager.filter(owner_id=person_id).exclude(status__in=OPEN_TASKS)
    return rows.select_related("incident", "incident__building").order_by("-ended_at")[:limit]


def tasks_of(incident_ids: Iterable[int]) -> QuerySet[Task]:
    """Return the tasks of incidents with their owners, in the order of the plan."""
    return Task.objects.filter(incident_id__in=list(incident_ids)).select_related("owner")


def proofs_of(task_ids: Iterable[int]) -> Mapping[int, list[TaskProof]]:
    """Return what was handed in as proof, by task, the first first."""
    found: defaultdict[int, list[TaskProof]] = defaultdict(list)
    for proof in TaskProof.objects.filter(task_id__in=list(task_ids)).select_related("file"):
        found[proof.task_id].append(proof)
    return found


def proofs_of_task(task_id: int) -> list[TaskProof]:
    """Return what was handed in as proof of one task whose door was passed, the first first."""
    return list(TaskProof._base_manager.filter(task_id=task_id).select_related("file").order_by("given_at", "pk"))


def participation_of(incident_id: int, unit_id: int) -> Participation | None:
    """Return how a unit takes part in an incident; None where it does not."""
    return Participation.objects.select_related("org").filter(incident_id=incident_id, org_id=unit_id).first()
