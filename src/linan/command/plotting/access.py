"""The doors to what stands on the shared map."""

from linan.command.plotting.models import Bulletin, BulletinFeed, Mark
from linan.ground.access.doors import Standing, open_door
from linan.ground.access.rights import Right


def access_mark(standing: Standing, pk: int, *, to: Right) -> Mark:
    """Return the mark with its incident. Raises: NotFound, NotAllowed."""
    return open_door(Mark.objects.select_related("incident"), pk, standing=standing, to=to)


def access_bulletin(standing: Standing, pk: int, *, to: Right) -> Bulletin:
    """Return the piece of outside information. Raises: NotFound, NotAllowed."""
    return open_door(Bulletin.objects.all(), pk, standing=standing, to=to)


def access_feed(standing: Standing, pk: int, *, to: Right) -> BulletinFeed:
    """Return the feed. Raises: NotFound, NotAllowed."""
    return open_door(BulletinFeed.objects.all(), pk, standing=standing, to=to)
