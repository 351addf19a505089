"""What is announced of notices."""

from linan.ground.announcements.kinds import Announcement, announcement
from linan.ground.text import noop


@announcement
class NoticeWritten(Announcement):
    """A notice was drafted, or its draft was changed."""

    notice_id: int


@announcement
class NoticePublished(Announcement):
    """A notice can be read by those it is aimed at."""

    notice_id: int
    must_confirm: bool
    is_public: bool


@announcement
class NoticeChanged(Announcement):
    """A published notice has a new version."""

    notice_id: int
    version: int


@announcement
class NoticeWithdrawn(Announcement):
    """A notice no longer holds."""

    notice_id: int


@announcement
class NoticeRead(Announcement):
    """Somebody read a version, or confirmed it."""

    notice_id: int
    version: int
    is_confirmed: bool


@announcement
class NoticeReminded(Announcement):
    """Those who had not yet read a version, or confirmed it, were reminded."""

    notice_id: int
    version: int
    people: int


TITLES: dict[str, str] = {
    NoticeWritten.kind: noop("Notice drafted"),
    NoticePublished.kind: noop("Notice published"),
    NoticeChanged.kind: noop("Notice changed: version %(version)s"),
    NoticeWithdrawn.kind: noop("Notice withdrawn"),
    NoticeRead.kind: noop("Notice read"),
    NoticeReminded.kind: noop("Reminder of a notice to %(people)s people"),
}
