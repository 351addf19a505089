"""What is due: clocks that begin, are met, and are dropped."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from linan.ground.announcements.kinds import Announcement
from linan.ground.announcements.log import announce
from linan.ground.orgs.models import Org
from linan.ground.people.models import SYSTEM, Actor
from linan.response.calls.actions.release import end_call
from linan.response.calls.models import CallStatus
from linan.response.models import CloseReason, Incident
from linan.response.upward.announcements import ReportDueDropped, ReportDueMet, ReportDueOpened
from linan.response.upward.changes import casualties_changed
from linan.response.upward.domain.clock import Span
from linan.response.upward.domain.deadlines import CountedFrom, Kind, Owed, Way, owed, rules
from linan.response.upward.models import ReportDue
from linan.response.upward.queries import (
    REPORTING,
    RUNNING,
    deadlines_for,
    known_at,
    situation_of,
    was_anything_reported,
)

A_MINUTE = timedelta(minutes=1)
# What a sent report of a kind answers.
ANSWERS = {
    Kind.INITIAL: {Kind.INITIAL},
    Kind.FOLLOW_UP: {Kind.FOLLOW_UP, Kind.ZERO, Kind.SUPPLEMENT},
    Kind.ZERO: {Kind.FOLLOW_UP, Kind.ZERO},
    Kind.FINAL: {Kind.INITIAL, Kind.FOLLOW_UP, Kind.ZERO, Kind.FINAL, Kind.SUPPLEMENT},
    Kind.VERIFIED: {Kind.FINAL, Kind.VERIFIED, Kind.SUPPLEMENT},
    Kind.SUPPLEMENT: {Kind.SUPPLEMENT},
}
ASKED_BACK = "asked_back"
CURRENT = (Kind.FOLLOW_UP, Kind.ZERO)
ENDING = (Kind.FINAL, Kind.VERIFIED)


@transaction.atomic
def open_dues(*, incident: Incident, org: Org, start: datetime, now: datetime) -> list[ReportDue]:
    """Begin the clocks of what a unit owes from the moment it knew; those that run or ran already stay as they are."""
    if org.kind not in REPORTING:
        return []
    known = set(ReportDue._base_manager.filter(org=org, incident=incident).values_list("kind", "way"))
    found = _owed(incident, org, CountedFrom.KNOWN, start)
    return [_open(one, incident, org, now=now) for one in found if (one.deadline.kind, one.deadline.way) not in known]


@transaction.atomic
def open_dues_of_incident(*, incident_id: int, now: datetime) -> None:
    """Begin the clocks of the unit an incident belongs to."""
    incident = _incident(incident_id)
    if incident.is_open:
        open_dues(incident=incident, org=incident.org, start=known_at(incident), now=now)


@transaction.atomic
def open_dues_of_grade(*, incident_id: int, now: datetime) -> None:
    """Begin the clocks that a grade brings, for every unit that reports already."""
    incident = _incident(incident_id)
    for org in _units(incident):
        open_dues(incident=incident, org=org, start=now, now=now)


@transaction.atomic
def close_dues(*, incident_id: int, now: datetime) -> None:
    """Let nobody wait for news of a closed incident, and begin the clocks of its last reports."""
    incident = _incident(incident_id)
    if incident.closed_at is None:
        return
    for org in _units(incident):
        reported = was_anything_reported(org.pk, incident.pk)
        is_nothing = incident.close_reason == CloseReason.NOT_AN_EMERGENCY and not reported
        drop_dues(incident=incident, org=org, kinds=list(Kind) if is_nothing else CURRENT, now=now)
        if not is_nothing:
            for one in _owed(incident, org, CountedFrom.CLOSED, incident.closed_at):
                if not _runs(org, incident, one.deadline.key):
                    _open(one, incident, org, now=now)


@transaction.atomic
def judge_supplements(*, incident_id: int, now: datetime) -> None:
    """Begin the clock of a supplement for every unit whose last report counts other casualties than the name ledger.

    Runs after closing too, as long as the source wants it; where the figures agree again, nobody waits for it.
    """
    incident = _incident(incident_id)
    for org in _units(incident):
        changed_at = casualties_changed(incident, org)
        if changed_at is None:
            drop_dues(incident=incident, org=org, kinds=[Kind.SUPPLEMENT], now=now)
            continue
        happened, on = (timezone.localdate(moment) for moment in (known_at(incident), changed_at))
        for one in _owed(incident, org, CountedFrom.CHANGED, changed_at):
            last = one.deadline.last_day(happened)
            if (last is None or on <= last) and not _runs(org, incident, one.deadline.key):
                _open(one, incident, org, now=now)


@transaction.atomic
def reopen_dues(*, incident_id: int, now: datetime) -> None:
    """Let the last reports wait, and begin again what is told of an open incident."""
    incident = _incident(incident_id)
    for org in _units(incident):
        drop_dues(incident=incident, org=org, kinds=ENDING, now=now)
        for one in _owed(incident, org, CountedFrom.KNOWN, now):
            if one.deadline.kind in CURRENT and not _runs(org, incident, one.deadline.key):
                _open(one, incident, org, now=now)


def drop_dues(*, incident: Incident, org: Org, kinds: Collection[Kind], now: datetime) -> None:
    """Let nobody wait any more for reports of these kinds."""
    rows = ReportDue._base_manager.select_for_update().filter(RUNNING, org=org, incident=incident, kind__in=kinds)
    for due in rows:
        ReportDue._base_manager.filter(pk=due.pk).update(dropped_at=now)
        _end_calls(due, by=SYSTEM, now=now)
        _tell(due, ReportDueDropped(due_id=due.pk, title=due.title), by=SYSTEM, now=now)


def meet_dues(
    *, incident: Incident, org: Org, kinds: Collection[Kind], way: Way, at: datetime, by: Actor, now: datetime
) -> None:
    """Stop the clocks that a report answers. at: when it was told. A repeated one begins again while the incident is open."""
    rows = ReportDue._base_manager.select_for_update().filter(
        RUNNING, org=org, incident=incident, kind__in=kinds, way=way
    )
    for due in rows:
        ReportDue._base_manager.filter(pk=due.pk).update(met_at=at, met_by_id=by.pk)
        _end_calls(due, by=by, now=now)
        minutes = max(0, (at - due.started_at) // A_MINUTE)
        _tell(due, ReportDueMet(due_id=due.pk, title=due.title, minutes=minutes), by=by, now=now)
        if due.is_repeated and incident.is_open:
            _begin_again(due, at=at, now=now)


def open_question(*, incident: Incident, org: Org, asker: Org, within: timedelta, by: Actor, now: datetime) -> None:
    """Begin the clock of an answer to a question of the level above; a question that runs already stays."""
    if _runs(org, incident, ASKED_BACK):
        return
    due = _due(incident, org, Span(now, now + within))
    due.key, due.title, due.kind, due.way, due.to = ASKED_BACK, "回复追问", Kind.FOLLOW_UP, Way.WRITTEN, asker.name
    due.source, due.verified, due.own_number = f"{asker.name}追问", True, True
    due.save()
    _tell(due, ReportDueOpened(due_id=due.pk, title=due.title), by=by, now=now)


def _end_calls(due: ReportDue, *, by: Actor, now: datetime) -> None:
    """End the calls that told of a report, unless another one that is still waited for was told by the same call."""
    waiting = ReportDue._base_manager.filter(RUNNING, calls=OuterRef("pk"))
    for call_id in due.calls.filter(~Exists(waiting), status=CallStatus.CALLING).values_list("pk", flat=True):
        end_call(call_id=call_id, by=by, now=now)


def _begin_again(due: ReportDue, *, at: datetime, now: datetime) -> None:
    span = Span(at, at + (due.due_at - due.started_at))
    again = _due(due.incident, due.org, span)
    for name in ("key", "title", "kind", "way", "to", "source", "quote", "verified", "own_number", "is_repeated"):
        setattr(again, name, getattr(due, name))
    again.save()
    _tell(again, ReportDueOpened(due_id=again.pk, title=again.title), by=SYSTEM, now=now)


def _owed(incident: Incident, org: Org, counted_from: CountedFrom, start: datetime) -> list[Owed]:
    deadlines = [one.deadline for one in deadlines_for(org)]
    return owed(
        situation_of(incident, org), deadlines, counted_from=counted_from, start=timezone.localtime(start)
    )


def _open(one: Owed, incident: Incident, org: Org, *, now: datetime) -> ReportDue:
    deadline = one.deadline
    due = _due(incident, org, Span(one.started_at, one.due_at))
    due.key, due.title, due.kind, due.way, due.to = deadline.key, deadline.title, deadline.kind, deadline.way, deadline.to
    due.source, due.quote, due.verified = deadline.source, deadline.quote, deadline.verified
    due.own_number, due.is_repeated = deadline.own_number, deadline.is_repeated
    due.save()
    _tell(due, ReportDueOpened(due_id=due.pk, title=due.title), by=SYSTEM, now=now)
    return due


def _due(incident: Incident, org: Org, span: Span) -> ReportDue:
    """Return a clock that is not yet saved, with the moments at which people are told."""
    terms = rules()
    return ReportDue(
        org=org, incident=incident, mode=incident.mode, started_at=span.started_at, due_at=span.due_at,
        tell_leader_at=span.at_share(terms.tell_leader_at), tell_above_at=span.at_share(terms.tell_above_at),
    )


def _runs(org: Org, incident: Incident, key: str) -> bool:
    return ReportDue._base_manager.filter(RUNNING, org=org, incident=incident, key=key).exists()


def _units(incident: Incident) -> Sequence[Org]:
    """Return the units that owe or owed a report about an incident, the lowest first."""
    ids = ReportDue._base_manager.filter(incident=incident).order_by().values_list("org_id", flat=True).distinct()
    return list(Org.objects.filter(pk__in=[incident.org_id, *ids]).order_by("-path"))


def _incident(incident_id: int) -> Incident:
    return Incident._base_manager.select_for_update(of=("self",)).select_related("org").get(pk=incident_id)


def _tell(due: ReportDue, event: Announcement, *, by: Actor, now: datetime) -> None:
    announce(
        event, by_id=by.pk, org_id=due.org_id, about=[f"due-{due.pk}", f"incident-{due.incident_id}", "upward"], now=now,
        mode=due.mode,
    )
