"""What planning does when something happens below."""

from linan.ground.access.scopes import everywhere
from linan.ground.announcements.handlers import on
from linan.ground.clock import now
from linan.ground.people.models import SYSTEM
from linan.planning.actions import follow_warning, propose_plan
from linan.response.announcements import AlarmJoined, IncidentOpened, WarningJoined


@on(IncidentOpened)
def propose_plan_for_incident(event: IncidentOpened) -> None:
    with everywhere():
        propose_plan(incident_id=event.incident_id, by=SYSTEM, now=now())


@on(AlarmJoined)
def weigh_level_again(event: AlarmJoined) -> None:
    with everywhere():
        propose_plan(incident_id=event.incident_id, by=SYSTEM, now=now())


@on(WarningJoined)
def carry_out_plan_for_adopted_warning(event: WarningJoined) -> None:
    with everywhere():
        if event.is_adopted:
            follow_warning(incident_id=event.incident_id, by=SYSTEM, now=now())
        else:
            propose_plan(incident_id=event.incident_id, by=SYSTEM, now=now())
