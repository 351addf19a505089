"""What lies open in an incident as far as upward reporting knows: every report that is owed, by its legal deadline."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.timezone import localtime

from linan.ground.text import Sentence, noop, say
from linan.response.headquarters.domain.points import Option, Point
from linan.response.models import Incident
from linan.response.upward.models import ReportDue
from linan.response.upward.queries import dues_of_incident


def reports_owed(incident: Incident, now: datetime) -> Iterator[Point]:
    """Tell of every report that the unit of an incident owes and has not made; beyond its deadline it is late."""
    for due in dues_of_incident(incident.pk).filter(met_at=None, dropped_at=None, org_id=incident.org_id):
        yield Point(
            key=f"report-{due.pk}", is_late=now > due.due_at, due_at=due.due_at, weight=3,
            text=say(noop("%(title)s to %(to)s"), title=due.title, to=due.to), figures=_figures(due, now),
            rule=say(noop("Reporting deadline: %(source)s"), source=due.source),
            url=reverse("upward:of-incident", args=[incident.pk]), options=tuple(_ways(incident, now, due)),
        )


def _ways(incident: Incident, now: datetime, due: ReportDue) -> Iterator[Option]:
    if now > due.due_at:
        yield Option(
            key="phone", label=say(noop("Report by phone and note it")), url=reverse("upward:phone", args=[incident.pk]),
            cost=say(noop("one call now; the written report is still owed")),
        )


def _figures(due: ReportDue, now: datetime) -> Sentence:
    minutes = round(abs((now - due.due_at).total_seconds()) / 60)
    at = f"{localtime(due.due_at):%H:%M}"
    if now > due.due_at:
        return say(noop("due %(due)s, %(minutes)s minutes late"), due=at, minutes=minutes)
    return say(noop("due %(due)s, in %(minutes)s minutes"), due=at, minutes=minutes)


POINTS = [reports_owed]
