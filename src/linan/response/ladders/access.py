"""The door to ladders."""

from linan.ground.access.doors import Standing, open_door
from linan.ground.access.rights import Right
from linan.response.ladders.models import Ladder


def access_ladder(standing: Standing, pk: int, *, to: Right) -> Ladder:
    """Return the ladder with its building. Raises: NotFound, NotAllowed."""
    return open_door(Ladder.objects.select_related("building"), pk, standing=standing, to=to)
