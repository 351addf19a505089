"""What the pages of notices show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from linan.ground.access.doors import Standing
from linan.ground.access.rights import Right
from linan.ground.access.scopes import everywhere
from linan.ground.notices.access import writes_for
from linan.ground.notices.domain.changes import Piece, pieces_of
from linan.ground.notices.models import Attachment, Notice, NoticeStatus, NoticeVersion, Receipt
from linan.ground.notices.queries import Reader, attachments_of, is_open, readers_of, receipts_of
from linan.ground.orgs.models import Org
from linan.ground.people.models import Person, Role

TONES = {
    NoticeStatus.DRAFT: "grey", NoticeStatus.PLANNED: "blue", NoticeStatus.PUBLISHED: "green",
    NoticeStatus.WITHDRAWN: "red",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A notice in somebody's list. is_new: the version that holds is still to be read or confirmed by them."""

    notice: Notice
    receipt: Receipt | None
    is_new: bool
    tone: str


@dataclass(frozen=True, slots=True)
class Reading:
    """Who has read a notice. count: of those meant, who read (or confirmed, where they must) the version that holds."""

    readers: Sequence[Reader]
    count: int

    @property
    def missing(self) -> int:
        """How many have not."""
        return len(self.readers) - self.count


@dataclass(frozen=True, slots=True)
class NoticePage:
    """One notice as a person sees it. pieces: what is new since the version before, empty for the first."""

    notice: Notice
    versions: Sequence[NoticeVersion]
    pieces: Sequence[Piece]
    attachments: Sequence[Attachment]
    aimed_at: Sequence[Org]
    roles: Sequence[str]
    receipt: Receipt | None
    is_open: bool
    is_mine: bool
    tone: str
    reading: Reading | None


def lines_of(notices: Sequence[Notice], person: Person) -> list[Line]:
    """Return a page of notices with what the person did about each."""
    receipts = receipts_of(person, notices)
    return [_line(one, receipts.get(one.pk)) for one in notices]


def page_of(notice: Notice, *, person: Person, standing: Standing, is_meant: bool, now: datetime) -> NoticePage:
    """Return what a person sees of a notice. is_meant: whether they are one of its readers."""
    with everywhere():
        versions = list(NoticeVersion.objects.filter(notice=notice).select_related("by"))
    receipt = receipts_of(person, [notice]).get(notice.pk)
    is_mine = writes_for(standing, notice)
    return NoticePage(
        notice=notice, versions=versions, pieces=_pieces(versions), attachments=attachments_of(notice),
        aimed_at=list(notice.orgs.all()), roles=[str(Role(one).label) for one in notice.roles], receipt=receipt,
        is_open=is_meant and notice.is_out and is_open(notice, receipt), is_mine=is_mine,
        tone=TONES[NoticeStatus(notice.status)],
        reading=_reading(notice, now=now) if is_mine and notice.published_at else None,
    )


def orgs_to_aim_at(standing: Standing) -> QuerySet[Org]:
    """Return the organisations for which somebody may write notices: the tree, then the units."""
    paths = [grant.path for grant in standing.grants if Right.COMMAND in grant.rights]
    ids = [org.pk for org in Org.objects.filter(pk__in=standing.org_ids) if any(org.path.startswith(one) for one in paths)]
    return Org.objects.filter(pk__in=ids).order_by("path")


def _line(notice: Notice, receipt: Receipt | None) -> Line:
    is_new = notice.is_out and is_open(notice, receipt)
    return Line(notice=notice, receipt=receipt, is_new=is_new, tone=TONES[NoticeStatus(notice.status)])


def _pieces(versions: Sequence[NoticeVersion]) -> list[Piece]:
    return pieces_of(versions[1].text, versions[0].text) if len(versions) > 1 else []


def _reading(notice: Notice, *, now: datetime) -> Reading:
    readers = readers_of(notice, now=now)
    return Reading(readers=readers, count=sum(not one.is_missing for one in readers))
