"""The doors to rows of base information."""

from linan.ground.access.doors import Standing, open_door
from linan.ground.access.rights import Right
from linan.registry.models import Building, Household, ProtectedTarget, Resident, Resource, RiskSource


def access_building(standing: Standing, pk: int, *, to: Right) -> Building:
    """Return the building. Raises: NotFound, NotAllowed."""
    return open_door(Building.objects.all(), pk, standing=standing, to=to)


def access_household(standing: Standing, pk: int, *, to: Right) -> Household:
    """Return the household. Raises: NotFound, NotAllowed."""
    return open_door(Household.objects.select_related("building"), pk, standing=standing, to=to)


def access_resident(standing: Standing, pk: int, *, to: Right) -> Resident:
    """Return the resident. Raises: NotFound, NotAllowed."""
    return open_door(Resident.objects.select_related("household__building"), pk, standing=standing, to=to)


def access_risk_source(standing: Standing, pk: int, *, to: Right) -> RiskSource:
    """Return the risk source. Raises: NotFound, NotAllowed."""
    return open_door(RiskSource.objects.all(), pk, standing=standing, to=to)


def access_protected_target(standing: Standing, pk: int, *, to: Right) -> ProtectedTarget:
    """Return the protected target. Raises: NotFound, NotAllowed."""
    return open_door(ProtectedTarget.objects.all(), pk, standing=standing, to=to)


def access_resource(standing: Standing, pk: int, *, to: Right) -> Resource:
    """Return the resource. Raises: NotFound, NotAllowed."""
    return open_door(Resource.objects.all(), pk, standing=standing, to=to)
