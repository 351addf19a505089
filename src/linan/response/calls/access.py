"""The doors to rows of calls."""

from linan.ground.access.doors import Standing, open_door
from linan.ground.access.rights import Right
from linan.ground.access.scopes import everywhere
from linan.response.calls.models import Call, Group, Line, Recipient


def access_call(standing: Standing, pk: int, *, to: Right) -> Call:
    """Return the call with its unit and incident. Raises: NotFound, NotAllowed."""
    return open_door(Call.objects.select_related("org", "incident"), pk, standing=standing, to=to)


def access_recipient(standing: Standing, pk: int, *, to: Right) -> Recipient:
    """Return the recipient with the call and household. Raises: NotFound, NotAllowed."""
    rows = Recipient.objects.select_related("org", "call", "household__building")
    return open_door(rows, pk, standing=standing, to=to)


def access_line(standing: Standing, pk: int, *, to: Right) -> Line:
    """Return the line. Raises: NotFound, NotAllowed."""
    return open_door(Line.objects.all(), pk, standing=standing, to=to)


def access_group(standing: Standing, pk: int, *, to: Right) -> Group:
    """Return the group. Raises: NotFound, NotAllowed."""
    return open_door(Group.objects.all(), pk, standing=standing, to=to)


def access_door(standing: Standing, pk: int, *, person_id: int, to: Right) -> Recipient:
    """Return a recipient to be told at the door: the helper's own, or one in sight. Raises: NotFound, NotAllowed."""
    with everywhere():
        own = Recipient.objects.select_related("call").filter(pk=pk, helper_id=person_id).first()
    return own or access_recipient(standing, pk, to=to)
