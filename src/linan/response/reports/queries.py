"""Reads of reports."""

from datetime import datetime

from django.db.models import Case, Count, IntegerField, QuerySet, Value, When

from linan.response.models import Incident, IncidentStatus
from linan.response.reports.domain.likeness import NEAR_IN_TIME, Sighting, suspected_duplicates
from linan.response.reports.models import OPEN_REPORTS, Report, ReportStatus


def reports_for_list() -> QuerySet[Report]:
    """Return the reports in sight with `also` (how many were merged into each), the waiting ones first."""
    waits = Case(
        When(status=ReportStatus.RECEIVED, then=Value(0)), When(status__in=OPEN_REPORTS, then=Value(1)),
        default=Value(2), output_field=IntegerField(),
    )
    rows = Report.objects.select_related("org", "building", "owner", "incident").exclude(status=ReportStatus.MERGED)
    return rows.annotate(waits=waits, also=Count("voices")).order_by("waits", "-received_at", "-pk")


def recent_reports(*, now: datetime, most: int = 8) -> list[Report]:
    """Return what came in the last hours and still stands by itself: what a caller may be telling of too."""
    rows = Report.objects.select_related("org", "building").exclude(status=ReportStatus.MERGED)
    return list(rows.filter(received_at__gt=now - NEAR_IN_TIME)[:most])


def duplicates_of(report: Report) -> list[Report]:
    """Return the reports of the same community that may tell of the same thing, the nearest in time first."""
    near = (report.received_at - NEAR_IN_TIME, report.received_at + NEAR_IN_TIME)
    rows = Report.objects.select_related("org", "building").filter(org_id=report.org_id, received_at__range=near)
    by_id = {one.pk: one for one in rows.exclude(status=ReportStatus.MERGED)}
    alike = suspected_duplicates(_sighting(report), [_sighting(one) for one in by_id.values()])
    return [by_id[one.report_id] for one in alike]


def incidents_to_join(report: Report) -> QuerySet[Incident]:
    """Return the open incidents of the report's community, the latest first."""
    return Incident.objects.filter(org_id=report.org_id, status=IncidentStatus.OPEN).order_by("-opened_at")


def report_with_code(code: str) -> Report | None:
    """Return the report of a receipt code: call it outside any person's scope, the code is the key."""
    rows = Report._base_manager.select_related("org", "building", "merged_into__org", "merged_into__building")
    return rows.filter(code=code).first()


def _sighting(report: Report) -> Sighting:
    return Sighting(
        report_id=report.pk, kind=report.kind, at=report.received_at, building_id=report.building_id,
        lon=report.lon, lat=report.lat,
    )
