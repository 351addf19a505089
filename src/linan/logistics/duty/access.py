"""The doors to shifts and hand-overs."""

from linan.ground.access.doors import Standing, open_door
from linan.ground.access.rights import Right
from linan.logistics.duty.models import HandOver, Shift


def access_shift(standing: Standing, pk: int, *, to: Right) -> Shift:
    """Return the shift. Raises: NotFound, NotAllowed."""
    return open_door(Shift.objects.select_related("person"), pk, standing=standing, to=to)


def access_hand_over(standing: Standing, pk: int, *, to: Right) -> HandOver:
    """Return the hand-over. Raises: NotFound, NotAllowed."""
    return open_door(HandOver.objects.all(), pk, standing=standing, to=to)
