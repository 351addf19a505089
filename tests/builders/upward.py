"""Builders of upward reporting: clocks, reports."""

from datetime import datetime

from linan.ground.access.scopes import everywhere
from linan.ground.orgs.models import Org
from linan.ground.people.models import Role
from linan.response.models import Incident, IncidentClass, Mode
from linan.response.upward.actions.dues import open_dues_of_incident
from linan.response.upward.models import ReportDue
from tests.build import NOW, a_person
from tests.builders.response import an_incident


def a_clocked_incident(
    *, org: Org | None = None, mode: Mode = Mode.REAL, klass: IncidentClass = IncidentClass.ACCIDENT, now: datetime = NOW
) -> Incident:
    """Return an incident whose clocks of reporting have begun, with a duty officer and a director in its community."""
    incident = an_incident(org=org, mode=mode, opened_at=now)
    with everywhere():
        Incident.objects.filter(pk=incident.pk).update(klass=klass)
        a_person(org=incident.org, role=Role.DUTY_OFFICER)
        a_person(org=incident.org, role=Role.COMMUNITY_DIRECTOR)
        open_dues_of_incident(incident_id=incident.pk, now=now)
    incident.refresh_from_db(from_queryset=Incident._base_manager.select_related("org"))
    return incident


def the_due(incident: Incident, key: str) -> ReportDue:
    """Return the clock of a deadline that runs, or ran last."""
    return ReportDue._base_manager.filter(incident=incident, key=key).order_by("-pk")[0]
