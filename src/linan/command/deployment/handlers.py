"""What deployment does when an incident ends."""

from linan.command.deployment.actions.sending import withdraw_all
from linan.ground.access.scopes import everywhere
from linan.ground.announcements.handlers import on
from linan.ground.clock import now
from linan.ground.people.models import SYSTEM
from linan.response.announcements import IncidentClosed


@on(IncidentClosed)
def call_everybody_back(event: IncidentClosed) -> None:
    with everywhere():
        withdraw_all(incident_id=event.incident_id, by=SYSTEM, now=now())
