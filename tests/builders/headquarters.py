"""Builders of the field headquarters."""

from datetime import datetime

from linan.ground.access.scopes import everywhere
from linan.ground.orgs.models import Org
from linan.ground.people.models import SYSTEM, Person, Role
from linan.response.headquarters.actions.turnouts import begin_turnout
from linan.response.headquarters.models import TurnoutMember
from linan.response.models import Incident
from tests.build import NOW, a_person
from tests.builders.response import an_incident


def a_member(*, org: Org | None = None, incident: Incident | None = None, person: Person | None = None, now: datetime = NOW) -> TurnoutMember:
    """Return a responder of the community who was called out with the first tier and has not answered."""
    incident = incident or an_incident(org=org)
    called = person or a_person(role=Role.RESPONDER, org=incident.org)
    with everywhere():
        begin_turnout(incident_id=incident.pk, by=SYSTEM, now=now)
        return TurnoutMember.objects.get(turnout__incident=incident, person=called)
