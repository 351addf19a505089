"""The doors to notices: one for whoever writes them, one for whoever is meant to read them."""

from datetime import date

from linan.ground.access.doors import Standing, open_door
from linan.ground.access.rights import Right
from linan.ground.access.scopes import everywhere
from linan.ground.files.models import StoredFile
from linan.ground.notices.models import Attachment, Notice
from linan.ground.notices.queries import is_meant, public_notices
from linan.ground.refusals import NotFound


def access_notice(standing: Standing, pk: int, *, to: Right) -> Notice:
    """Return the notice to somebody who writes for its unit. Raises: NotFound, NotAllowed."""
    return open_door(Notice.objects.all(), pk, standing=standing, to=to)


def access_attachment(standing: Standing, pk: int, *, to: Right) -> Attachment:
    """Return the attachment to somebody who writes for its notice's unit. Raises: NotFound, NotAllowed."""
    return open_door(Attachment.objects.select_related("notice"), pk, standing=standing, to=to, org="notice.org")


def access_notice_to_read(standing: Standing, pk: int) -> Notice:
    """Return the notice to somebody whom it means, or who writes for its unit. Raises: NotFound."""
    with everywhere():
        notice = Notice.objects.select_related("org", "withdrawn_by").filter(pk=pk).first()
    if notice is None or not (writes_for(standing, notice) or is_meant(notice, standing)):
        raise NotFound
    return notice


def access_file_to_read(standing: Standing, attachment_id: int) -> StoredFile:
    """Return a notice's file to somebody who may read the notice. Raises: NotFound."""
    attachment = _attachment(attachment_id)
    access_notice_to_read(standing, attachment.notice_id)
    return attachment.file


def access_public_file(attachment_id: int, *, today: date) -> StoredFile:
    """Return a file of a notice that everybody may see. Raises: NotFound."""
    attachment = _attachment(attachment_id)
    if not public_notices(today=today).filter(pk=attachment.notice_id).exists():
        raise NotFound
    return attachment.file


def writes_for(standing: Standing, notice: Notice) -> bool:
    """Return whether somebody writes notices for the unit of this one."""
    return standing.may(Right.COMMAND, path=notice.org.path)


def _attachment(attachment_id: int) -> Attachment:
    with everywhere():
        attachment = Attachment.objects.select_related("file").filter(pk=attachment_id).first()
    if attachment is None:
        raise NotFound
    return attachment
