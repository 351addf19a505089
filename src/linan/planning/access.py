"""The doors to rows of planning."""

from linan.ground.access.doors import Standing, open_door
from linan.ground.access.rights import Right
from linan.planning.models import Plan, Proposal


def access_plan(standing: Standing, pk: int, *, to: Right) -> Plan:
    """Return the plan. Raises: NotFound, NotAllowed."""
    return open_door(Plan.objects.all(), pk, standing=standing, to=to)


def access_proposal(standing: Standing, pk: int, *, to: Right) -> Proposal:
    """Return the proposal with its plan. Raises: NotFound, NotAllowed."""
    return open_door(Proposal.objects.select_related("version__plan"), pk, standing=standing, to=to)
