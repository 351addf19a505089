"""Builders of planning: plans and proposals."""

from linan.ground.access.scopes import everywhere
from linan.ground.orgs.models import Org
from linan.ground.people.models import SYSTEM, Role
from linan.planning.actions import adopt_plan, propose_plan
from linan.planning.models import Plan, Proposal
from linan.response.models import Incident
from tests.build import NOW, a_community, a_person
from tests.builders.response import an_incident


def a_plan(*, org: Org | None = None) -> Plan:
    """Return the community fire plan in force in a community."""
    with everywhere():
        return adopt_plan(org=org or a_community(), by=SYSTEM, now=NOW)


def a_proposal(*, org: Org | None = None, incident: Incident | None = None) -> Proposal:
    """Return the fire plan proposed for an incident, with a duty officer to take its tasks."""
    incident = incident or an_incident(org=org)
    a_plan(org=incident.org)
    a_person(role=Role.DUTY_OFFICER, org=incident.org)
    with everywhere():
        proposal = propose_plan(incident_id=incident.pk, by=SYSTEM, now=NOW)
    assert isinstance(proposal, Proposal)
    return proposal
