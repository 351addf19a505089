"""The doors to rows of the field headquarters."""

from linan.ground.access.doors import Standing, open_door
from linan.ground.access.rights import Right
from linan.response.headquarters.models import TurnoutMember


def access_member(standing: Standing, pk: int, *, to: Right) -> TurnoutMember:
    """Return somebody who was called out. Raises: NotFound, NotAllowed."""
    return open_door(TurnoutMember.objects.select_related("turnout"), pk, standing=standing, to=to)
