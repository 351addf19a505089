"""The doors to rows of the field headquarters."""

from linan.ground.access.doors import Standing, open_door
from linan.ground.access.rights import Right
from linan.response.headquarters.models import HandOver, Holding, RollCallEntry, TurnoutMember


def access_member(standing: Standing, pk: int, *, to: Right) -> TurnoutMember:
    """Return somebody who was called out. Raises: NotFound, NotAllowed."""
    return open_door(TurnoutMember.objects.select_related("turnout"), pk, standing=standing, to=to)


def access_holding(standing: Standing, pk: int, *, to: Right) -> Holding:
    """Return a post somebody holds or held. Raises: NotFound, NotAllowed."""
    rows = Holding.objects.select_related("incident", "person", "group")
    return open_door(rows, pk, standing=standing, to=to, org="incident.org")


def access_hand_over(standing: Standing, pk: int, *, to: Right) -> HandOver:
    """Return a post that was offered. Raises: NotFound, NotAllowed."""
    rows = HandOver.objects.select_related("holding__incident", "holding__group", "holding__person", "to", "offered_by")
    return open_door(rows, pk, standing=standing, to=to)


def access_entry(standing: Standing, pk: int, *, to: Right) -> RollCallEntry:
    """Return somebody on a roll-call. Raises: NotFound, NotAllowed."""
    return open_door(RollCallEntry.objects.select_related("roll_call__org"), pk, standing=standing, to=to)
