"""Builders of reports."""

import uuid
from datetime import datetime

from django.conf import settings

from linan.ground.access.scopes import everywhere
from linan.ground.database.secrets import ensure_secrets
from linan.ground.orgs.models import Org
from linan.ground.people.models import SYSTEM
from linan.registry.models import Building
from linan.response.reports.actions import Said, receive_report
from linan.response.reports.models import Channel, Report, ReportKind
from tests.build import NOW, a_community


def said(*, key: uuid.UUID | None = None, kind: ReportKind = ReportKind.GAS, **columns: object) -> Said:
    """Return what a person reports: a smell of gas at the east gate."""
    ensure_secrets(settings.DATA)
    ordinary = {"text": "楼道里有燃气味", "place": "东门"}
    return Said(key=key or uuid.uuid4(), kind=kind, **{**ordinary, **columns})  # type: ignore[arg-type]


def a_report(
    *, org: Org | None = None, building: Building | None = None, at: datetime = NOW, kind: ReportKind = ReportKind.GAS,
    phone: str = "12000005678",
) -> Report:
    """Return a report that just came in, in a new community unless one is given."""
    home = org or (building.org if building else a_community())
    with everywhere():
        words = said(kind=kind, building=building, phone=phone)
        return receive_report(words, org=home, channel=Channel.WEB, by=SYSTEM, now=at)
