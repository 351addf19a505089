"""Tables of the shared map."""

from linan.command.plotting.models.bulletins import Bulletin, BulletinFeed, BulletinKind
from linan.command.plotting.models.marks import Mark

__all__ = ["Bulletin", "BulletinFeed", "BulletinKind", "Mark"]
