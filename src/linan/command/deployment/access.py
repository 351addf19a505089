"""The doors to what deployment keeps."""

from linan.command.deployment.models import Deployment, Need, RoadClosure, Stock, Team, Vehicle
from linan.ground.access.doors import Standing, open_door
from linan.ground.access.rights import Right


def access_team(standing: Standing, pk: int, *, to: Right) -> Team:
    """Return the team. Raises: NotFound, NotAllowed."""
    return open_door(Team.objects.all(), pk, standing=standing, to=to)


def access_vehicle(standing: Standing, pk: int, *, to: Right) -> Vehicle:
    """Return the vehicle. Raises: NotFound, NotAllowed."""
    return open_door(Vehicle.objects.all(), pk, standing=standing, to=to)


def access_stock(standing: Standing, pk: int, *, to: Right) -> Stock:
    """Return the stock with its store. Raises: NotFound, NotAllowed."""
    return open_door(Stock.objects.select_related("resource"), pk, standing=standing, to=to)


def access_closure(standing: Standing, pk: int, *, to: Right) -> RoadClosure:
    """Return the closed road. Raises: NotFound, NotAllowed."""
    return open_door(RoadClosure.objects.all(), pk, standing=standing, to=to)


def access_need(standing: Standing, pk: int, *, to: Right) -> Need:
    """Return the need with its incident. Raises: NotFound, NotAllowed."""
    return open_door(Need.objects.select_related("incident"), pk, standing=standing, to=to)


def access_deployment(standing: Standing, pk: int, *, to: Right) -> Deployment:
    """Return the deployment with its incident. Raises: NotFound, NotAllowed."""
    return open_door(Deployment.objects.select_related("incident"), pk, standing=standing, to=to)
