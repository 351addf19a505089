"""What the field headquarters does when something happens below."""

from linan.ground.access.scopes import everywhere
from linan.ground.announcements.handlers import on
from linan.ground.clock import now
from linan.ground.people.models import SYSTEM
from linan.response.announcements import IncidentClosed, IncidentOpened, ResponseLevelSet
from linan.response.calls.announcements import CallAnswered
from linan.response.headquarters.actions.channels import (
    call_over_channels,
    end_calls_of,
    note_answer_to_call,
    settle_call_of,
)
from linan.response.headquarters.actions.posts import begin_ownership
from linan.response.headquarters.actions.turnouts import begin_turnout, begin_turnout_of_opened
from linan.response.headquarters.announcements import TurnoutAnswered, TurnoutCalled


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


@on(TurnoutCalled)
def call_turnout_over_channels(event: TurnoutCalled) -> None:
    with everywhere():
        call_over_channels(turnout_id=event.turnout_id, now=now())


@on(CallAnswered)
def count_answer_as_turnout(event: CallAnswered) -> None:
    with everywhere():
        note_answer_to_call(event.recipient_id, call_id=event.call_id, now=now())


@on(TurnoutAnswered)
def stop_calling_who_answered(event: TurnoutAnswered) -> None:
    with everywhere():
        settle_call_of(turnout_id=event.turnout_id, person_id=event.person_id, now=now())


@on(IncidentClosed)
def end_calls_of_turnouts(event: IncidentClosed) -> None:
    with everywhere():
        end_calls_of(incident_id=event.incident_id, now=now())
