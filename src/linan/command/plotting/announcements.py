"""What the shared map announces. What a mark says may name people, so it stays in its row."""

from linan.ground.announcements.kinds import Announcement, announcement
from linan.ground.text import noop


@announcement
class MarkDrawn(Announcement):
    """Somebody drew on the incident's map. symbol: a key of domain/symbols.py."""

    mark_id: int
    incident_id: int
    symbol: str


@announcement
class MarkTakenBack(Announcement):
    """A mark no longer holds."""

    mark_id: int
    incident_id: int


@announcement
class BulletinNoted(Announcement):
    """Outside information was noted. rating: both marks of the Admiralty code."""

    bulletin_id: int
    incident_id: int | None
    bulletin_kind: str
    rating: str


@announcement
class BulletinWithdrawn(Announcement):
    """Outside information no longer holds."""

    bulletin_id: int
    incident_id: int | None


@announcement
class FeedAdded(Announcement):
    """Somebody may send outside information."""

    feed_id: int


@announcement
class FeedStopped(Announcement):
    """Nothing more is taken from a feed."""

    feed_id: int


TITLES: dict[str, str] = {
    "command.MarkDrawn": noop("Drawn on the shared map"),
    "command.MarkTakenBack": noop("A mark on the shared map was taken back"),
    "command.BulletinNoted": noop("Outside information noted, rated %(rating)s"),
    "command.BulletinWithdrawn": noop("Outside information withdrawn"),
    "command.FeedAdded": noop("A feed of outside information was added"),
    "command.FeedStopped": noop("A feed of outside information was stopped"),
}
