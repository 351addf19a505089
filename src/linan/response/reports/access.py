"""The door to reports."""

from linan.ground.access.doors import Standing, open_door
from linan.ground.access.rights import Right
from linan.response.reports.models import Report


def access_report(standing: Standing, pk: int, *, to: Right) -> Report:
    """Return the report with its place, owner and incident. Raises: NotFound, NotAllowed."""
    rows = Report.objects.select_related("building", "owner", "incident", "merged_into", "received_by")
    return open_door(rows, pk, standing=standing, to=to)
