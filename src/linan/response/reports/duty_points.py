"""What lies open for whoever comes on duty: reports that nobody has checked."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse

from linan.ground.orgs.models import Org
from linan.ground.text import noop, say
from linan.logistics.duty.domain.points import DutyPoint
from linan.response.models import Mode
from linan.response.reports.models import Report, ReportKind, ReportStatus

MOST = 30


def unchecked_reports(org: Org, mode: str, now: datetime) -> Iterator[DutyPoint]:
    """Tell of the reports that nobody has checked; people report for real only."""
    if mode != Mode.REAL:
        return
    rows = Report.objects.filter(org__path__startswith=org.path, status=ReportStatus.RECEIVED)
    for report in rows.select_related("building").order_by("received_at")[:MOST]:
        kind = str(ReportKind(report.kind).label)
        place = str(report.building or report.place or report.shown_code)
        yield DutyPoint(
            key=f"report-{report.pk}", text=say(noop("Report not checked: %(kind)s, %(place)s"), kind=kind, place=place),
            url=reverse("reports:report", args=[report.pk]), at=report.received_at,
        )


POINTS = [unchecked_reports]
