"""Builders of upward reporting: clocks, reports."""

from datetime import datetime

from django.conf import settings

from linan.ground.access.scopes import everywhere
from linan.ground.database.secrets import ensure_secrets
from linan.ground.orgs.models import Org
from linan.ground.people.models import SYSTEM, Role
from linan.response.models import Incident, IncidentClass, Mode
from linan.response.upward.actions.drafting import draft_filing
from linan.response.upward.actions.dues import open_dues_of_incident
from linan.response.upward.actions.ledger import enter_person
from linan.response.upward.actions.sending import send_filing
from linan.response.upward.models import Filing, Harm, LedgerEntry, ReportDue
from tests.build import NOW, a_grid, a_person
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


def a_draft(*, incident: Incident | None = None, now: datetime = NOW) -> Filing:
    """Return a report that is being written."""
    incident = incident or a_clocked_incident(now=now)
    with everywhere():
        return draft_filing(incident=incident, org=incident.org, by=SYSTEM, now=now)


def a_sent_filing(*, incident: Incident | None = None, now: datetime = NOW) -> Filing:
    """Return a report that was sent to the level above."""
    with everywhere():
        return send_filing(filing_id=a_draft(incident=incident, now=now).pk, by=SYSTEM, now=now)


def a_filing_to(org: Org) -> Filing:
    """Return a report that a unit below sent to this one."""
    sent = a_sent_filing(incident=a_clocked_incident(org=a_grid(parent=org)))
    Filing._base_manager.filter(pk=sent.pk).update(to_org=org)
    return sent


def a_ledger_entry(org: Org) -> LedgerEntry:
    """Return a person in a name ledger."""
    ensure_secrets(settings.DATA)
    with everywhere():
        return enter_person(
            incident=a_clocked_incident(org=org), name="陈某", harm=Harm.TRAPPED, source="消防", known_at=NOW, by=SYSTEM, now=NOW
        )
