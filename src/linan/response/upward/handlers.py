"""What upward reporting does when incidents open, turn and close, and when the level below has reported."""

from linan.ground.access.scopes import everywhere
from linan.ground.announcements.handlers import on
from linan.ground.clock import now
from linan.response.announcements import EventGradeSet, IncidentClosed, IncidentOpened, IncidentReopened
from linan.response.upward.actions.dues import (
    close_dues,
    judge_supplements,
    open_dues_of_grade,
    open_dues_of_incident,
    reopen_dues,
)
from linan.response.upward.actions.passing import open_dues_above
from linan.response.upward.announcements import FilingSent, LedgerChanged, PhoneReported


@on(IncidentOpened)
def begin_clocks(event: IncidentOpened) -> None:
    with everywhere():
        open_dues_of_incident(incident_id=event.incident_id, now=now())


@on(EventGradeSet)
def begin_clocks_of_grade(event: EventGradeSet) -> None:
    with everywhere():
        open_dues_of_grade(incident_id=event.incident_id, now=now())


@on(IncidentClosed)
def begin_last_clocks(event: IncidentClosed) -> None:
    with everywhere():
        close_dues(incident_id=event.incident_id, now=now())


@on(IncidentReopened)
def begin_clocks_again(event: IncidentReopened) -> None:
    with everywhere():
        reopen_dues(incident_id=event.incident_id, now=now())


@on(PhoneReported)
def begin_clocks_above_after_call(event: PhoneReported) -> None:
    with everywhere():
        open_dues_above(incident_id=event.incident_id, org_id=event.to_org_id, now=now())


@on(FilingSent)
def begin_clocks_above_after_report(event: FilingSent) -> None:
    with everywhere():
        open_dues_above(incident_id=event.incident_id, org_id=event.to_org_id, now=now())


@on(LedgerChanged)
def begin_clocks_of_supplement(event: LedgerChanged) -> None:
    with everywhere():
        judge_supplements(incident_id=event.incident_id, now=now())
