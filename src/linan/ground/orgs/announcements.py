"""What the organisation tree announces."""

from linan.ground.announcements.kinds import Announcement, announcement
from linan.ground.text import noop


@announcement
class OrgAdded(Announcement):
    """An organisation was added to the tree."""

    organisation_id: int
    org_kind: str


@announcement
class OrgChanged(Announcement):
    """An organisation has another name, code or place on the map."""

    organisation_id: int


TITLES: dict[str, str] = {
    OrgAdded.kind: noop("Organisation added"),
    OrgChanged.kind: noop("Organisation changed"),
}
