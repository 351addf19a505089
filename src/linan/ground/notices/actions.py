"""Writes of notices."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from linan.ground.announcements.kinds import Announcement
from linan.ground.announcements.log import announce
from linan.ground.files.actions import store_file
from linan.ground.moves import move
from linan.ground.notices.announcements import (
    NoticeChanged,
    NoticePublished,
    NoticeRead,
    NoticeReminded,
    NoticeWithdrawn,
    NoticeWritten,
)
from linan.ground.notices.models import Attachment, Notice, NoticeStatus, NoticeVersion, Receipt
from linan.ground.notices.queries import people_missing
from linan.ground.orgs.models import Org
from linan.ground.people.models import SYSTEM, Actor, Person
from linan.ground.refusals import NotFound, Refused
from linan.ground.text import noop

MOST_ATTACHMENTS = 6


class NobodyMeant(Refused):
    """A notice that is aimed at nobody."""

    code = "nobody_meant"
    msgid = noop("Choose at least one organisation, or let residents see it.")


class NoticeIsWithdrawn(Refused):
    """What was withdrawn is not changed any more."""

    code = "notice_is_withdrawn"
    status = 409
    msgid = noop("This notice was withdrawn. Write a new one.")


class ChangeUnsaid(Refused):
    """Readers of the old version must be told what is new."""

    code = "change_unsaid"
    msgid = noop("Say in a few words what changed, so that those who read it already need not compare.")


class WhyWithdrawnMissing(Refused):
    """A notice is not withdrawn without a reason."""

    code = "why_withdrawn_missing"
    msgid = noop("Say why the notice no longer holds; its readers will see it.")


class RemindedAlready(Refused):
    """One reminder of a version is enough; whoever still stays silent is called."""

    code = "reminded_already"
    status = 409
    msgid = noop("Those missing were reminded of this version already. Call those who stay silent.")


class TooManyAttachments(Refused):
    """More files than a notice carries."""

    code = "too_many_attachments"
    msgid = noop("A notice carries up to six files. Take some away, or put them into one document.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A notice as its writer put it down. publish_at: None for at once. what_changed: only for a published one."""

    title: str
    text: str
    orgs: Sequence[Org]
    roles: Sequence[str] = ()
    is_public: bool = False
    must_confirm: bool = False
    publish_at: datetime | None = None
    ends_on: date | None = None
    what_changed: str = ""


@dataclass(frozen=True, slots=True)
class GivenFile:
    """A file as it was handed in."""

    content: bytes
    name: str


@transaction.atomic
def write_notice(written: Written, *, org: Org, by: Actor, now: datetime) -> Notice:
    """Keep a draft. Raises: NobodyMeant."""
    _check_meant(written)
    notice = Notice(org=org, written_at=now, written_by_id=by.pk)
    _put_down(notice, written)
    _tell(NoticeWritten(notice_id=notice.pk), notice, org_id=org.pk, by=by, now=now)
    return notice


@transaction.atomic
def change_notice(notice_id: int, written: Written, *, by: Actor, now: datetime) -> Notice:
    """Change a notice; what is published already gets a new version, unread by everybody.

    Raises: NotFound, NoticeIsWithdrawn, NobodyMeant, ChangeUnsaid.
    """
    notice = _locked(notice_id)
    _check_meant(written)
    if not notice.may_change:
        raise NoticeIsWithdrawn
    if not notice.is_out:
        notice.status = NoticeStatus.DRAFT  # a planned one is planned anew
        _put_down(notice, written)
        _tell(NoticeWritten(notice_id=notice.pk), notice, org_id=notice.org_id, by=by, now=now)
    elif (notice.title, notice.text) == (written.title, written.text):
        _put_down(notice, written)
        _tell(NoticeChanged(notice_id=notice.pk, version=notice.version), notice, org_id=None, by=by, now=now)
    else:
        _add_version(notice, written, by=by, now=now)
    return notice


@transaction.atomic
def publish_notice(notice_id: int, *, by: Actor, now: datetime) -> Notice:
    """Publish a notice, or plan it when its time lies ahead. Raises: NotFound, MoveNotAllowed, MovedMeanwhile."""
    notice = _locked(notice_id)
    if notice.publish_at is not None and notice.publish_at > now:
        return _planned(notice, by=by, now=now)
    notice = move(Notice, notice_id, to=NoticeStatus.PUBLISHED, published_at=now)
    NoticeVersion(
        notice=notice, number=notice.version, title=notice.title, text=notice.text, at=now, by_id=by.pk
    ).save()
    event = NoticePublished(notice_id=notice.pk, must_confirm=notice.must_confirm, is_public=notice.is_public)
    _tell(event, notice, org_id=None, by=by, now=now)
    return notice


def publish_due(*, now: datetime) -> int:
    """Publish every planned notice whose time has come and return how many."""
    due = Notice.objects.filter(status=NoticeStatus.PLANNED, publish_at__lte=now).order_by("publish_at")
    published = [publish_notice(pk, by=SYSTEM, now=now) for pk in list(due.values_list("pk", flat=True))]
    return len(published)


@transaction.atomic
def withdraw_notice(notice_id: int, *, why: str, by: Actor, now: datetime) -> Notice:
    """Let a notice hold no longer; it stays to be seen with the reason. Raises: WhyWithdrawnMissing, MoveNotAllowed."""
    if not why.strip():
        raise WhyWithdrawnMissing(field="why")
    notice = move(
        Notice, notice_id, to=NoticeStatus.WITHDRAWN, withdrawn_at=now, withdrawn_by_id=by.pk, why_withdrawn=why.strip()
    )
    _tell(NoticeWithdrawn(notice_id=notice.pk), notice, org_id=None, by=by, now=now)
    return notice


@transaction.atomic
def read_notice(notice_id: int, *, by: Person, now: datetime) -> Receipt:
    """Keep that a person has the newest version before their eyes; again changes nothing. Raises: NotFound."""
    notice = _locked(notice_id)
    receipt, is_new = Receipt.objects.get_or_create(
        notice=notice, person=by, defaults={"read_version": notice.version, "read_at": now}
    )
    if not is_new and receipt.read_version >= notice.version:
        return receipt
    receipt.read_version, receipt.read_at = notice.version, now
    receipt.save(update_fields=["read_version", "read_at"])
    _tell_read(notice, is_confirmed=False, by=by, now=now)
    return receipt


@transaction.atomic
def confirm_notice(notice_id: int, *, version: int, by: Person, now: datetime) -> Receipt:
    """Keep that a person confirms the version they had before their eyes. Raises: NotFound."""
    receipt = read_notice(notice_id, by=by, now=now)
    confirmed = min(version, receipt.read_version)
    if confirmed > receipt.confirmed_version:
        receipt.confirmed_version, receipt.confirmed_at = confirmed, now
        receipt.save(update_fields=["confirmed_version", "confirmed_at"])
        _tell_read(receipt.notice, is_confirmed=True, by=by, now=now)
    return receipt


@transaction.atomic
def remind_missing(notice_id: int, *, by: Actor, now: datetime) -> int:
    """Remind, once for a version, those who have not read or not confirmed it, and return how many.

    Raises: NotFound, NoticeIsWithdrawn, RemindedAlready.
    """
    notice = _locked(notice_id)
    if not notice.is_out:
        raise NoticeIsWithdrawn
    if notice.reminded_at is not None:
        raise RemindedAlready
    people = people_missing(notice, now=now)
    notice.reminded_at = now
    notice.save(update_fields=["reminded_at"])
    event = NoticeReminded(notice_id=notice.pk, version=notice.version, people=len(people))
    _tell(event, notice, org_id=None, by=by, now=now)
    return len(people)


@transaction.atomic
def attach(notice_id: int, files: Sequence[GivenFile], *, by: Actor, now: datetime) -> None:
    """Put files to a notice. Raises: NotFound, TooManyAttachments, FileTooLarge, FileNotAccepted."""
    notice = _locked(notice_id)
    if Attachment.objects.filter(notice=notice).count() + len(files) > MOST_ATTACHMENTS:
        raise TooManyAttachments(field="files")
    for one in files:
        stored = store_file(content=one.content, original_name=one.name, org=notice.org, by=by, now=now)
        Attachment(notice=notice, file=stored).save()


@transaction.atomic
def detach(attachment_id: int, *, by: Actor, now: datetime) -> None:
    """Take a file away from a notice; in the store it stays. Raises: NotFound."""
    attachment = Attachment.objects.select_related("notice").filter(pk=attachment_id).first()
    if attachment is None:
        raise NotFound
    notice = attachment.notice
    attachment.delete()
    _tell(NoticeWritten(notice_id=notice.pk), notice, org_id=notice.org_id, by=by, now=now)


def _planned(notice: Notice, *, by: Actor, now: datetime) -> Notice:
    planned = move(Notice, notice.pk, to=NoticeStatus.PLANNED)
    _tell(NoticeWritten(notice_id=notice.pk), notice, org_id=notice.org_id, by=by, now=now)
    return planned


def _locked(notice_id: int) -> Notice:
    notice = Notice._base_manager.select_for_update(of=("self",)).select_related("org").filter(pk=notice_id).first()
    if notice is None:
        raise NotFound
    return notice


def _check_meant(written: Written) -> None:
    if not written.orgs and not written.is_public:
        raise NobodyMeant(field="orgs")


def _put_down(notice: Notice, written: Written) -> None:
    for name in ("title", "text", "is_public", "must_confirm", "publish_at", "ends_on"):
        setattr(notice, name, getattr(written, name))
    notice.roles = list(written.roles)
    notice.save()
    notice.orgs.set(written.orgs)


def _add_version(notice: Notice, written: Written, *, by: Actor, now: datetime) -> None:
    if not written.what_changed.strip():
        raise ChangeUnsaid(field="what_changed")
    notice.version += 1
    notice.changed_at, notice.reminded_at = now, None
    _put_down(notice, written)
    NoticeVersion(
        notice=notice, number=notice.version, title=notice.title, text=notice.text,
        what_changed=written.what_changed.strip(), at=now, by_id=by.pk,
    ).save()
    _tell(NoticeChanged(notice_id=notice.pk, version=notice.version), notice, org_id=None, by=by, now=now)


def _tell_read(notice: Notice, *, is_confirmed: bool, by: Person, now: datetime) -> None:
    event = NoticeRead(notice_id=notice.pk, version=notice.version, is_confirmed=is_confirmed)
    announce(event, by_id=by.pk, org_id=notice.org_id, about=[f"notice-{notice.pk}"], now=now)


def _tell(event: Announcement, notice: Notice, *, org_id: int | None, by: Actor, now: datetime) -> None:
    """org_id: None where every screen must hear it, as those meant may stand anywhere in the tree; it names nothing."""
    announce(event, by_id=by.pk, org_id=org_id, about=[f"notice-{notice.pk}", "notices"], now=now)
