"""What the pages of upward reporting show."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from linan.ground.orgs.models import Org
from linan.ground.text import noop, say
from linan.response.calls.duty import on_duty
from linan.response.models import Incident
from linan.response.upward.domain.clock import Urgency, urgency_of
from linan.response.upward.domain.deadlines import Deadline, Kind, applies, rules
from linan.response.upward.models import Filing, FilingStatus, PhoneNote, ReportDue
from linan.response.upward.queries import (
    deadlines_for,
    dues_of_incident,
    filings_of_incident,
    known_at,
    phone_notes_of,
    situation_of,
)

TONES = {
    Urgency.CALM: "blue", Urgency.SOON: "yellow", Urgency.URGENT: "orange", Urgency.LATE: "red", Urgency.MET: "green",
    Urgency.MET_LATE: "orange", Urgency.DROPPED: "grey",
}
WORDS = {
    Urgency.CALM: noop("in time"), Urgency.SOON: noop("half of the time is gone"), Urgency.URGENT: noop("soon late"),
    Urgency.LATE: noop("late"), Urgency.MET: noop("reported in time"), Urgency.MET_LATE: noop("reported late"),
    Urgency.DROPPED: noop("no longer due"),
}
FILING_TONES = {
    FilingStatus.DRAFT: "grey", FilingStatus.SENT: "yellow", FilingStatus.ASKED_BACK: "orange",
    FilingStatus.RECEIVED: "green", FilingStatus.DISCARDED: "grey",
}


@dataclass(frozen=True, slots=True)
class DueLine:
    """What is due, how urgent it is, and who has the ball."""

    due: ReportDue
    urgency: Urgency
    ball: Sequence[str]

    @property
    def tone(self) -> str:
        """The colour of its urgency."""
        return TONES[self.urgency]

    @property
    def word(self) -> str:
        """The word of its urgency."""
        return str(say(WORDS[self.urgency]))

    @property
    def minutes(self) -> int | None:
        """Minutes it took; None while it runs."""
        return int((self.due.met_at - self.due.started_at).total_seconds() // 60) if self.due.met_at else None


@dataclass(frozen=True, slots=True)
class FilingLine:
    """A report as a list shows it."""

    filing: Filing

    @property
    def tone(self) -> str:
        """The colour of where it stands."""
        return FILING_TONES[FilingStatus(self.filing.status)]


@dataclass(frozen=True, slots=True)
class Window:
    """Until when changes of casualties are still reported. last_day: with all of it."""

    deadline: Deadline
    last_day: date


@dataclass(frozen=True, slots=True)
class ReportingOfIncident:
    """All reporting about one incident. windows: until when its community reports changes."""

    incident: Incident
    windows: Sequence[Window]
    dues: Sequence[DueLine]
    filings: Sequence[FilingLine]
    notes: Sequence[PhoneNote]

    @property
    def running(self) -> list[DueLine]:
        """What is still to be reported."""
        return [one for one in self.dues if one.due.is_running]

    @property
    def ended(self) -> list[DueLine]:
        """What was reported, or is no longer waited for."""
        return [one for one in self.dues if not one.due.is_running]


def reporting_of(incident: Incident, *, now: datetime) -> ReportingOfIncident:
    """Return what a page shows of the reporting about an incident."""
    filings = [FilingLine(one) for one in filings_of_incident(incident.pk)]
    has_reported = any(one.filing.is_frozen and one.filing.org_id == incident.org_id for one in filings)
    return ReportingOfIncident(
        incident=incident, dues=due_lines(dues_of_incident(incident.pk), now=now), filings=filings,
        notes=list(phone_notes_of(incident.pk)), windows=windows_of(incident, now=now) if has_reported else (),
    )


def windows_of(incident: Incident, *, now: datetime) -> list[Window]:
    """Return until when the community of an incident still reports changes of casualties; none once that is over."""
    happened, today = timezone.localdate(known_at(incident)), timezone.localdate(now)
    situation = situation_of(incident, incident.org)
    binding = [one.deadline for one in deadlines_for(incident.org) if applies(one.deadline, situation)]
    last_days = [(one, one.last_day(happened)) for one in binding if one.kind == Kind.SUPPLEMENT]
    return [Window(one, last) for one, last in last_days if last and today <= last]


def due_lines(dues: Iterable[ReportDue], *, now: datetime) -> list[DueLine]:
    """Return what is due as a page shows it; who is on duty is asked once for each unit."""
    rows = list(dues)
    balls = {org.pk: names_on_duty(org, now=now) for org in {one.org for one in rows if one.is_running}}
    return [DueLine(one, urgency_now(one, now=now), balls.get(one.org_id, ())) for one in rows]


def names_on_duty(org: Org, *, now: datetime) -> tuple[str, ...]:
    """Return who has the ball in a unit, by name."""
    return tuple(str(person) for person in on_duty(org, now=now).people[:3])


def urgency_now(due: ReportDue, *, now: datetime) -> Urgency:
    """Return how urgent a report is, or how it ended."""
    if due.met_at:
        return Urgency.MET_LATE if due.met_at > due.due_at else Urgency.MET
    return Urgency.DROPPED if due.dropped_at else urgency_of(due.span, now=now, rules=rules())
