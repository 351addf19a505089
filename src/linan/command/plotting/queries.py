"""Reads of the shared map."""

from datetime import datetime

from django.db.models import Q, QuerySet

from linan.command.plotting.models import Mark

MOST_MARKS = 500


def marks_standing(now: datetime) -> QuerySet[Mark]:
    """Return the marks that are on the maps of open incidents, the first drawn first."""
    lasting = Q(expires_at=None) | Q(expires_at__gt=now)
    rows = Mark.objects.filter(lasting, taken_back_at=None, incident__status="open")
    return rows.select_related("author", "incident").order_by("drawn_at", "pk")[:MOST_MARKS]


def marks_of(incident_id: int) -> QuerySet[Mark]:
    """Return every mark of an incident, those taken back too, the latest first."""
    return Mark.objects.filter(incident_id=incident_id).select_related("author", "taken_back_by")[:MOST_MARKS]
