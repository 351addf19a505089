"""The doors to zones, evacuations and networks."""

from django.db.models import Q

from linan.command.evacuations.models import (
    DangerZone,
    DoorEntry,
    DoorList,
    Evacuation,
    EvacuationOrder,
    PathNetwork,
)
from linan.ground.access.doors import Standing, open_door
from linan.ground.access.rights import Right
from linan.ground.access.scopes import everywhere
from linan.ground.refusals import NotFound


def access_zone(standing: Standing, pk: int, *, to: Right) -> DangerZone:
    """Return the zone. Raises: NotFound, NotAllowed."""
    return open_door(DangerZone.objects.select_related("incident", "building"), pk, standing=standing, to=to)


def access_evacuation(standing: Standing, pk: int, *, to: Right) -> Evacuation:
    """Return the evacuation with its zone. Raises: NotFound, NotAllowed."""
    return open_door(Evacuation.objects.select_related("zone", "incident"), pk, standing=standing, to=to)


def access_network(standing: Standing, pk: int, *, to: Right) -> PathNetwork:
    """Return the path network. Raises: NotFound, NotAllowed."""
    return open_door(PathNetwork.objects.all(), pk, standing=standing, to=to)


def access_order(standing: Standing, pk: int, *, to: Right) -> EvacuationOrder:
    """Return the order of a household. Raises: NotFound, NotAllowed."""
    rows = EvacuationOrder.objects.select_related("evacuation__zone", "evacuation__org", "household__building", "helper")
    return open_door(rows, pk, standing=standing, to=to, org="evacuation.org")


def access_own_order(token: str) -> EvacuationOrder:
    """Return the newest order of the household whose page the token opens. Raises: NotFound."""
    with everywhere():
        rows = EvacuationOrder.objects.filter(token=token).order_by("-number")
        order = rows.select_related("evacuation__zone", "household__building", "helper", "shelter", "evacuation__org").first()
    if order is None:
        raise NotFound
    return order


def access_door_list(standing: Standing, pk: int, *, person_id: int, to: Right) -> DoorList:
    """Return a door list: the walker's own, one walked before, or one in sight. Raises: NotFound, NotAllowed."""
    rows = DoorList._base_manager.select_related("evacuation__org", "evacuation__zone", "walker")
    own = rows.filter(Q(walker_id=person_id) | Q(former_walkers=person_id), pk=pk).first()
    if own is not None:
        return own
    return access_door_list_in_sight(standing, pk, to=to)


def access_door_list_in_sight(standing: Standing, pk: int, *, to: Right) -> DoorList:
    """Return a door list of an evacuation in sight, whoever walks it. Raises: NotFound, NotAllowed."""
    rows = DoorList.objects.select_related("evacuation__org", "evacuation__zone", "walker")
    return open_door(rows, pk, standing=standing, to=to, org="evacuation.org")


def access_door(standing: Standing, pk: int, *, to: Right) -> DoorEntry:
    """Return a household on a door list. Raises: NotFound, NotAllowed."""
    rows = DoorEntry.objects.select_related("evacuation__zone", "household__building", "door_list__walker", "state_by")
    return open_door(rows, pk, standing=standing, to=to, org="evacuation.org")
