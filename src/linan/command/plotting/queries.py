"""Reads of the shared map."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from linan.command.plotting.models import Bulletin, BulletinKind, Mark

MOST_MARKS = 500
MOST_BULLETINS = 200
DRAWN_FOR = timedelta(hours=12)  # what concerns the day and not an incident leaves the map by itself


def marks_standing(now: datetime) -> QuerySet[Mark]:
    """Return the marks that are on the maps of open incidents, the first drawn first."""
    lasting = Q(expires_at=None) | Q(expires_at__gt=now)
    rows = Mark.objects.filter(lasting, taken_back_at=None, incident__status="open")
    return rows.select_related("author", "incident").order_by("drawn_at", "pk")[:MOST_MARKS]


def marks_of(incident_id: int) -> QuerySet[Mark]:
    """Return every mark of an incident, those taken back too, the latest first."""
    return Mark.objects.filter(incident_id=incident_id).select_related("author", "taken_back_by")[:MOST_MARKS]


def bulletins_for_list(incident_id: int | None = None) -> QuerySet[Bulletin]:
    """Return outside information, of one incident or all of it, the latest said first."""
    rows = Bulletin.objects.select_related("incident", "noted_by", "withdrawn_by", "feed")
    return (rows if incident_id is None else rows.filter(incident_id=incident_id))[:MOST_BULLETINS]


def bulletins_standing(now: datetime) -> QuerySet[Bulletin]:
    """Return what belongs on the map: of open incidents, and of the day while it is fresh."""
    here = Q(lon__isnull=False) | Q(incident__lon__isnull=False)
    wanted = Q(incident__status="open") | Q(incident=None, at__gt=now - DRAWN_FOR)
    return Bulletin.objects.filter(here, wanted, withdrawn_at=None).select_related("incident")[:MOST_BULLETINS]


def latest_weather(now: datetime) -> Bulletin | None:
    """Return the latest weather that was told within half a day."""
    rows = Bulletin.objects.filter(kind=BulletinKind.WEATHER, withdrawn_at=None, at__gt=now - DRAWN_FOR)
    return rows.first()
