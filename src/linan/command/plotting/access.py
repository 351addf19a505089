"""The doors to marks."""

from linan.command.plotting.models import Mark
from linan.ground.access.doors import Standing, open_door
from linan.ground.access.rights import Right


def access_mark(standing: Standing, pk: int, *, to: Right) -> Mark:
    """Return the mark with its incident. Raises: NotFound, NotAllowed."""
    return open_door(Mark.objects.select_related("incident"), pk, standing=standing, to=to)
