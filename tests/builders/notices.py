"""Builders of notices."""

from datetime import datetime
from typing import Any

from linan.ground.access.scopes import everywhere
from linan.ground.notices.actions import GivenFile, Written, attach, publish_notice, write_notice
from linan.ground.notices.models import Attachment, Notice
from linan.ground.orgs.models import Org
from linan.ground.people.models import SYSTEM
from tests.build import NOW, a_community

TEXT = "今晚停水。请提前储水。"
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n"


def written(*, orgs: list[Org], **columns: Any) -> Written:
    """Return a notice as somebody put it down."""
    return Written(**{"title": "停水通知", "text": TEXT, "orgs": orgs, **columns})


def a_draft(*, org: Org | None = None, orgs: list[Org] | None = None, now: datetime = NOW, **columns: Any) -> Notice:
    """Return a notice that nobody else sees yet, aimed at its own unit unless said otherwise."""
    home = org or a_community()
    with everywhere():
        return write_notice(written(orgs=[home] if orgs is None else orgs, **columns), org=home, by=SYSTEM, now=now)


def a_notice(*, org: Org | None = None, orgs: list[Org] | None = None, now: datetime = NOW, **columns: Any) -> Notice:
    """Return a published notice, aimed at its own unit unless said otherwise."""
    draft = a_draft(org=org, orgs=orgs, now=now, **columns)
    with everywhere():
        return publish_notice(draft.pk, by=SYSTEM, now=now)


def a_notice_file(notice: Notice, *, content: bytes = PDF, name: str = "停水范围.pdf") -> Attachment:
    """Return a file of a notice."""
    with everywhere():
        attach(notice.pk, [GivenFile(content=content, name=name)], by=SYSTEM, now=NOW)
        return Attachment.objects.get(notice=notice)
