"""The doors to shelters and to those who stay in them."""

from linan.ground.access.doors import Standing, open_door
from linan.ground.access.rights import Right
from linan.logistics.shelters.models import Shelter, Stay


def access_shelter(standing: Standing, pk: int, *, to: Right) -> Shelter:
    """Return the shelter. Raises: NotFound, NotAllowed."""
    return open_door(Shelter.objects.select_related("resource"), pk, standing=standing, to=to)


def access_stay(standing: Standing, pk: int, *, to: Right) -> Stay:
    """Return the stay with its shelter. Raises: NotFound, NotAllowed."""
    return open_door(Stay.objects.select_related("shelter", "household__building"), pk, standing=standing, to=to, org="shelter.org")
