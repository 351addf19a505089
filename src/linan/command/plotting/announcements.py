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


TITLES: dict[str, str] = {
    "command.MarkDrawn": noop("Drawn on the shared map"),
    "command.MarkTakenBack": noop("A mark on the shared map was taken back"),
}
