"""The doors to rows of response."""

from linan.ground.access.doors import Standing, open_door
from linan.ground.access.rights import Right
from linan.ground.people.models import Person
from linan.ground.refusals import NotFound
from linan.response.domain.sight import Sight, widest
from linan.response.models import Incident, Participation, Task, TaskProof


def access_incident(standing: Standing, pk: int, *, to: Right) -> Incident:
    """Return the incident with its building. Raises: NotFound, NotAllowed."""
    rows = Incident.objects.select_related("org", "building", "opened_by", "closed_by")
    return open_door(rows, pk, standing=standing, to=to)


def access_task(standing: Standing, pk: int, *, person: Person, to: Right) -> Task:
    """Return the task with its incident and owner: to its owner, wherever they stand, and to who sees its unit.

    Raises: NotFound, NotAllowed.
    """
    wanted = ("org", "incident", "incident__building", "owner")
    own = Task._base_manager.select_related(*wanted).filter(pk=pk, owner=person).first()
    if own and standing.may_anywhere(to):
        return own
    return open_door(Task.objects.select_related(*wanted), pk, standing=standing, to=to)


def access_proof(standing: Standing, pk: int, *, person: Person) -> TaskProof:
    """Return a proof with its file, to who sees the task. Raises: NotFound, NotAllowed."""
    proof = TaskProof._base_manager.select_related("file").filter(pk=pk, file__isnull=False).first()
    if proof is None:
        raise NotFound
    access_task(standing, proof.task_id, person=person, to=Right.SEE)
    return proof


def access_shared_incident(standing: Standing, pk: int) -> tuple[Incident, Sight]:
    """Return an incident with how much of it may be seen: all by position, else what the unit that takes part may.

    Raises: NotFound, also to who sees it neither way.
    """
    rows = Incident._base_manager.select_related("org", "building", "opened_by", "closed_by")
    incident = rows.filter(pk=pk).first()
    if incident is None:
        raise NotFound
    if standing.may(Right.SEE, path=incident.org.path):
        return incident, Sight.EVERYTHING
    parts = Participation._base_manager.filter(incident=incident, org_id__in=standing.org_ids).select_related("org")
    sight = widest(one.sight for one in parts if standing.may(Right.SEE, path=one.org.path))
    if sight is None:
        raise NotFound
    return incident, sight
