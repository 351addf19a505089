"""Drafting, approving, releasing, stopping and ending calls."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from linan.ground.announcements.kinds import Announcement
from linan.ground.announcements.log import Told, announce_many
from linan.ground.moves import move
from linan.ground.people.models import SYSTEM, Actor
from linan.ground.refusals import Refused
from linan.ground.text import noop
from linan.response.calls.announcements import (
    CallDeclined,
    CallEnded,
    CallReleased,
    CallStopped,
    CallSubmitted,
)
from linan.response.calls.audience import count, values_of
from linan.response.calls.domain.audience import Audience
from linan.response.calls.domain.letters import Reach
from linan.response.calls.domain.trying import due_at
from linan.response.calls.domain.waves import waves_from
from linan.response.calls.models import Call, CallStatus, Message, MessageStatus, Outcome, Recipient, Rules
from linan.response.calls.sending import Way, pass_over, release_statement, ways_of
from linan.response.models import IncidentStatus

ANSWERABLE_FOR = timedelta(hours=24)  # after its dead line: so long doors are still knocked at


class NobodyChosen(Refused):
    """A call to nobody."""

    code = "nobody_chosen"
    msgid = noop("Nobody would be reached. Choose people, roles or buildings.")


class SecondPersonNeeded(Refused):
    """So many outside an incident are not called by one person alone."""

    code = "second_person_needed"
    status = 409
    msgid = noop("%(people)s people outside an incident: a second person must approve this call. Submit it for approval.")


class SamePerson(Refused):
    """Whoever wrote or submitted a call does not approve it."""

    code = "same_person"
    status = 403
    msgid = noop("Whoever wrote or submitted a call cannot approve it. Ask somebody else in charge.")


class CountChanged(Refused):
    """The audience is another than the one that was looked at."""

    code = "count_changed"
    status = 409
    msgid = noop("This call would now reach %(people)s people, not the number you saw. Look again, then send it.")


def rules() -> Rules:
    """Return the rules of sending, the usual ones where nobody has set any."""
    return Rules.objects.first() or Rules()


def needs_second_person(call: Call, *, people: int) -> bool:
    """Return whether the call is mass sending outside an active incident."""
    in_incident = call.incident is not None and call.incident.status == IncidentStatus.OPEN
    return people >= rules().mass_from and not in_incident


@transaction.atomic
def submit_call(*, call_id: int, by: Actor, now: datetime) -> Call:
    """Ask a second person to approve a call. Raises: MoveNotAllowed."""
    call = move(Call, call_id, to=CallStatus.AWAITING, submitted_at=now, submitted_by_id=by.pk)
    tell_all(call, CallSubmitted(call_id=call.pk), org_ids=(), by=by, now=now)
    return call


@transaction.atomic
def approve_call(*, call_id: int, seen: int, by: Actor, now: datetime) -> Call:
    """Let a submitted call go out. seen: the people the approver saw counted. Raises: SamePerson, CountChanged."""
    call = Call._base_manager.select_related("org", "incident").get(pk=call_id)
    if by.pk is None or by.pk in (call.drafted_by_id, call.submitted_by_id):
        raise SamePerson
    return let_go(call, seen=seen, by=by, now=now)


@transaction.atomic
def decline_call(*, call_id: int, note: str, by: Actor, now: datetime) -> Call:
    """Do not let a submitted call go out."""
    call = move(
        Call, call_id, to=CallStatus.DECLINED, decided_at=now, decided_by_id=by.pk, decision_note=note[:200], ended_at=now
    )
    tell_all(call, CallDeclined(call_id=call.pk), org_ids=(), by=by, now=now)
    return call


@transaction.atomic
def release_call(*, call_id: int, seen: int, by: Actor, now: datetime) -> Call:
    """Send a drafted call. seen: the people counted before. Raises: SecondPersonNeeded, CountChanged, NobodyChosen."""
    call = Call._base_manager.select_related("org", "incident").get(pk=call_id)
    if call.status == CallStatus.DRAFT and needs_second_person(call, people=max(seen, _people_of(call, now=now))):
        raise SecondPersonNeeded(people=seen)
    return let_go(call, seen=seen, by=by, now=now)


@transaction.atomic
def stop_call(*, call_id: int, by: Actor, now: datetime) -> Call:
    """Stop a call: what has not left is withdrawn, nobody is escalated any more."""
    call = move(Call, call_id, to=CallStatus.STOPPED, ended_at=now, ended_by_id=by.pk)
    withdrawn = withdraw_queued(call, now=now)
    Recipient._base_manager.filter(call=call, outcome=Outcome.WAITING).update(outcome=Outcome.WITHDRAWN)
    tell_all(call, CallStopped(call_id=call.pk, withdrawn=withdrawn), org_ids=orgs_of(call), by=by, now=now)
    return call


@transaction.atomic
def end_call(*, call_id: int, by: Actor, now: datetime) -> Call:
    """End a call that has done its work; who has not answered stays named."""
    call = move(Call, call_id, to=CallStatus.ENDED, ended_at=now, ended_by_id=by.pk)
    withdraw_queued(call, now=now)
    tell_all(call, CallEnded(call_id=call.pk), org_ids=orgs_of(call), by=by, now=now)
    return call


@transaction.atomic
def end_spent_calls(*, now: datetime) -> int:
    """End the calls that wait for nobody any more, or whose dead line passed long ago; return how many."""
    live = Call._base_manager.filter(status=CallStatus.CALLING)
    waiting = Recipient._base_manager.filter(call=OuterRef("pk"), outcome__in=[Outcome.WAITING, Outcome.NOT_REACHED])
    spent = live.filter(Q(dead_line_at__lt=now - ANSWERABLE_FOR) | ~Exists(waiting))
    ids = list(spent.values_list("pk", flat=True))
    for call_id in ids:
        end_call(call_id=call_id, by=SYSTEM, now=now)
    return len(ids)


def withdraw_queued(call: Call, *, now: datetime) -> int:
    """Withdraw what has not left yet; return how many messages."""
    queued = Message._base_manager.filter(call=call, status=MessageStatus.QUEUED)
    return queued.update(status=MessageStatus.WITHDRAWN, ended_at=now)


def orgs_of(call: Call) -> list[int]:
    """Return the units whose people the call is for, beside its own."""
    rows = Recipient._base_manager.filter(call=call, person__isnull=False).order_by()
    return list(rows.values_list("org_id", flat=True).distinct())


def tell_all(call: Call, event: Announcement, *, org_ids: Sequence[int], by: Actor, now: datetime) -> None:
    """Announce in the call's unit. org_ids: units in which the screens of those who were called must look again."""
    about = [f"call-{call.pk}", "calls", *([f"incident-{call.incident_id}"] if call.incident_id else [])]
    mine = ["my-calls"] if call.org_id in org_ids else []
    told = [Told(event=event, org_id=call.org_id, about=[*about, *mine], mode=call.mode)]
    others = [one for one in org_ids if one != call.org_id]
    told += [Told(event=event, org_id=one, about=["my-calls"], mode=call.mode) for one in others]
    announce_many(told, by_id=by.pk, now=now)


def leaves_at(call: Call, *, now: datetime) -> datetime:
    """Return when messages of the call may leave: quiet hours hold for the two lower levels."""
    terms = rules()
    local = timezone.localtime(now)
    return due_at(level=call.level, now=now, local=local, quiet_from=terms.quiet_from, quiet_to=terms.quiet_to)


def _people_of(call: Call, *, now: datetime) -> int:
    return count(Audience.from_json(call.audience), org=call.org, now=now).people


def let_go(call: Call, *, seen: int, by: Actor, now: datetime) -> Call:
    """Move the call on, make its recipients and messages, and say so. Raises: NobodyChosen, CountChanged."""
    wave = waves_from(call.waves)[0]
    at = leaves_at(call, now=now)
    call = move(
        Call, call.pk, to=CallStatus.CALLING, released_at=now, decided_at=now, decided_by_id=by.pk,
        dead_line_at=at + timedelta(minutes=call.lasting_min),
    )
    ways = ways_of(call.org, wave.channels)
    values = values_of(Audience.from_json(call.audience), org=call.org, now=now)
    release_statement(call, ways, values, now=now, due_at=at, next_wave_at=wave.ends_at(at))
    pass_over(call, wave=0, recipients=None, now=now)
    _tell_everybody(call, ways, now=now, at=at)
    return _counted(call, seen=seen, by=by, now=now)


def _counted(call: Call, *, seen: int, by: Actor, now: datetime) -> Call:
    rows = Recipient._base_manager.filter(call=call)
    call.people, call.households = rows.count(), rows.values("household").exclude(household=None).distinct().count()
    if not call.people:
        raise NobodyChosen
    if call.people != seen:
        raise CountChanged(people=call.people)
    call.save(update_fields=["people", "households"])
    event = CallReleased(call_id=call.pk, people=call.people, households=call.households)
    tell_all(call, event, org_ids=(), by=by, now=now)
    return call


def _tell_everybody(call: Call, ways: list[Way], *, now: datetime, at: datetime) -> None:
    """Queue one message for each line that reaches everybody within earshot."""
    Message._base_manager.bulk_create(
        Message(call=call, line_id=way.line_id, channel=way.channel, step="everybody", queued_at=now, due_at=at)
        for way in ways if way.reach == Reach.EVERYBODY
    )
