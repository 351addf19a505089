"""The doors to rows of response."""

from linan.ground.access.doors import Standing, open_door
from linan.ground.access.rights import Right
from linan.response.models import Incident, Task


def access_incident(standing: Standing, pk: int, *, to: Right) -> Incident:
    """Return the incident with its building. Raises: NotFound, NotAllowed."""
    rows = Incident.objects.select_related("org", "building", "opened_by", "closed_by")
    return open_door(rows, pk, standing=standing, to=to)


def access_task(standing: Standing, pk: int, *, to: Right) -> Task:
    """Return the task with its incident and owner. Raises: NotFound, NotAllowed."""
    rows = Task.objects.select_related("org", "incident", "incident__building", "owner")
    return open_door(rows, pk, standing=standing, to=to)
