"""The doors to shifts and hand-overs."""

from django.db.models import Q

from linan.ground.access.doors import Standing, open_door
from linan.ground.access.rights import Right
from linan.ground.people.models import Person
from linan.logistics.duty.models import HandOver, Shift, Swap


def access_shift(standing: Standing, pk: int, *, to: Right) -> Shift:
    """Return the shift. Raises: NotFound, NotAllowed."""
    return open_door(Shift.objects.select_related("person"), pk, standing=standing, to=to)


def access_hand_over(standing: Standing, pk: int, *, to: Right) -> HandOver:
    """Return the hand-over. Raises: NotFound, NotAllowed."""
    return open_door(HandOver.objects.all(), pk, standing=standing, to=to)


def access_shift_to_swap(standing: Standing, pk: int, *, person: Person) -> Shift:
    """Return the shift: to whom it belongs, wherever they work, and to who sees it. Raises: NotFound, NotAllowed."""
    own = Shift._base_manager.select_related("person", "org").filter(pk=pk, person=person).first()
    return own or access_shift(standing, pk, to=Right.SEE)


def access_swap(standing: Standing, pk: int, *, person: Person, to: Right) -> Swap:
    """Return the swap: to the two whose shifts it is about, and to who may do `to`. Raises: NotFound, NotAllowed."""
    rows = Swap._base_manager.select_related("org", "given__person", "taken__person")
    own = rows.filter(Q(given__person=person) | Q(taken__person=person), pk=pk).first()
    return own or open_door(Swap.objects.select_related("given__person", "taken__person"), pk, standing=standing, to=to)
