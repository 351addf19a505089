"""What the field headquarters does when something happens below."""

from linan.ground.access.scopes import everywhere
from linan.ground.announcements.handlers import on
from linan.ground.clock import now
from linan.ground.people.models import SYSTEM
from linan.response.announcements import IncidentOpened, ResponseLevelSet
from linan.response.headquarters.actions.posts import begin_ownership
from linan.response.headquarters.actions.turnouts import begin_turnout, begin_turnout_of_opened


@on(IncidentOpened)
def own_incident(event: IncidentOpened) -> None:
    with everywhere():
        begin_ownership(incident_id=event.incident_id, by=SYSTEM, now=now())


@on(IncidentOpened)
def turn_out_for_incident(event: IncidentOpened) -> None:
    with everywhere():
        begin_turnout_of_opened(incident_id=event.incident_id, by=SYSTEM, now=now())


@on(ResponseLevelSet)
def turn_out_for_response(event: ResponseLevelSet) -> None:
    with everywhere():
        begin_turnout(incident_id=event.incident_id, by=SYSTEM, now=now())
