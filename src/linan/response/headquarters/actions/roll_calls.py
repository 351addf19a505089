"""Writes to roll-calls: everybody at work is asked, answers with one touch, and is looked for when silent."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext

from linan.ground.moves import move
from linan.ground.people.models import Actor
from linan.ground.refusals import NotFound, Refused
from linan.ground.text import noop
from linan.response.actions import IncidentIsClosed, give_task
from linan.response.headquarters.announcements import RollCallAnswered, RollCalled, RollCallSilent
from linan.response.headquarters.domain.roll_call import has_jumped, is_due
from linan.response.headquarters.models import Answer, RollCall, RollCallEntry
from linan.response.headquarters.queries import latest_roll_call, leader_of, people_at_work, places_of
from linan.response.headquarters.rulebook import rulebook
from linan.response.headquarters.telling import tell
from linan.response.models import Incident, IncidentStatus
from linan.response.queries import people_for_tasks

LONGEST_TITLE = 120


class NobodyAtWork(Refused):
    """Nobody has taken a task or a post."""

    code = "nobody_at_work"
    status = 409
    msgid = noop("Nobody is at work in this incident yet, so there is nobody to ask.")


@transaction.atomic
def call_roll(*, incident_id: int, by: Actor, now: datetime) -> RollCall:
    """Ask everybody at work in an incident whether they are well. Raises: NotFound, IncidentIsClosed, NobodyAtWork."""
    incident = Incident._base_manager.select_for_update(of=("self",)).select_related("org").filter(pk=incident_id).first()
    if incident is None:
        raise NotFound
    if not incident.is_open:
        raise IncidentIsClosed
    people = people_at_work(incident)
    if not people:
        raise NobodyAtWork
    return _ask(incident, people, by=by, now=now)


@transaction.atomic
def call_due_rolls(*, by: Actor, now: datetime) -> int:
    """Call the roll in every open incident in which the interval is over and somebody is at work; return in how many.

    However far the clock jumped, an incident is called once.
    """
    called, book = 0, rulebook()
    for incident in Incident._base_manager.filter(status=IncidentStatus.OPEN).select_related("org").order_by("pk"):
        last = latest_roll_call(incident.pk)
        rules = book.roll_call(incident.org.path)
        if not is_due(last_at=last.asked_at if last else incident.opened_at, now=now, rules=rules):
            continue
        people = people_at_work(incident)
        if people:
            _ask(incident, people, by=by, now=now)
            called += 1
    return called


@transaction.atomic
def answer_roll(*, entry_id: int, answer: Answer, by: Actor, now: datetime) -> RollCallEntry:
    """Note that somebody is well or needs help; earlier roll-calls of the incident they had not answered are settled too.

    Help is told to whoever leads them, as a task. Raises: NotFound, MoveNotAllowed, MovedMeanwhile.
    """
    entry = move(RollCallEntry, entry_id, to=answer, field="answer", answered_at=now)
    incident = _incident_of(entry)
    RollCallEntry._base_manager.filter(
        person_id=entry.person_id, roll_call__incident=incident, answer=Answer.ASKED
    ).update(answer=answer, answered_at=now)
    event = RollCallAnswered(
        incident_id=incident.pk, roll_call_id=entry.roll_call_id, person_id=entry.person_id, to=answer
    )
    tell(event, incident, about=[f"roll-{incident.pk}"], screens=[entry.org_id], by=by, now=now)
    if answer == Answer.HELP and incident.is_open:
        _send_for(entry, incident, gettext("Help %(person)s, who asked for help on the roll-call"), by=by, now=now)
    return entry


@transaction.atomic
def watch_rolls(*, by: Actor, now: datetime) -> int:
    """Tell of everybody silent for too long to whoever leads them, once, as a task; return of how many.

    After a pause of the house or a jump of the clock everybody gets their time anew. Compares and sets row by row, so
    that nobody is looked for after their answer was stored.
    """
    raised, book = 0, rulebook()
    running = RollCall._base_manager.filter(
        incident__status=IncidentStatus.OPEN, entries__answer=Answer.ASKED, entries__raised_at=None
    )
    for roll_call in running.select_related("incident__org").distinct().order_by("pk"):
        rules = book.roll_call(roll_call.incident.org.path)
        jumped = has_jumped(looked_at=roll_call.looked_at, now=now, rules=rules)
        RollCall._base_manager.filter(pk=roll_call.pk).update(looked_at=now, asked_at=min(roll_call.asked_at, now))
        waiting = RollCallEntry._base_manager.filter(roll_call=roll_call, answer=Answer.ASKED, raised_at=None)
        if jumped:
            waiting.update(asked_at=now)
        else:
            raised += _raise(list(waiting.filter(asked_at__lte=now - rules.red_after)), roll_call, by=by, now=now)
    return raised


def _ask(incident: Incident, people: set[int], *, by: Actor, now: datetime) -> RollCall:
    last = latest_roll_call(incident.pk)
    roll_call = RollCall._base_manager.create(
        incident=incident, org=incident.org, number=last.number + 1 if last else 1, asked_at=now, asked_by_id=by.pk,
        looked_at=now,
    )
    places = places_of(sorted(people), org=incident.org, now=now)
    RollCallEntry._base_manager.bulk_create(
        RollCallEntry(roll_call=roll_call, org_id=org_id, person_id=person_id, asked_at=now)
        for person_id, org_id in places.items()
    )
    event = RollCalled(
        incident_id=incident.pk, roll_call_id=roll_call.pk, number=roll_call.number, people=len(people)
    )
    tell(event, incident, about=[f"roll-{incident.pk}"], screens=places.values(), by=by, now=now)
    return roll_call


def _raise(silent: list[RollCallEntry], roll_call: RollCall, *, by: Actor, now: datetime) -> int:
    told = 0
    for entry in silent:
        still = RollCallEntry._base_manager.filter(pk=entry.pk, answer=Answer.ASKED, raised_at=None)
        if not still.update(raised_at=now):
            continue
        told += 1
        words = gettext("Find %(person)s, silent on the roll-call for %(minutes)s minutes")
        leader = _send_for(entry, roll_call.incident, words, by=by, now=now)
        event = RollCallSilent(
            incident_id=roll_call.incident_id, roll_call_id=roll_call.pk, person_id=entry.person_id, leader_id=leader
        )
        tell(event, roll_call.incident, about=[f"roll-{roll_call.incident_id}"], screens=[entry.org_id], by=by, now=now)
    return told


def _send_for(entry: RollCallEntry, incident: Incident, words: str, *, by: Actor, now: datetime) -> int | None:
    """Give whoever leads somebody the task to go and look; return who it is, None where nobody leads or may be sent."""
    leader = leader_of(entry.person_id, incident_id=incident.pk)
    held = people_for_tasks(incident, now=now).filter(person_id=leader).first() if leader else None
    if held is None:
        return None
    waited: timedelta = now - entry.asked_at
    title = words % {"person": str(entry.person), "minutes": round(waited.total_seconds() / 60)}
    brief = gettext("Call them on the radio or the phone, ask those beside them, send the nearest. Do not go in alone.")
    give_task(
        incident_id=incident.pk, owner=held, title=title[:LONGEST_TITLE], brief=brief,
        due_in=rulebook().roll_call(incident.org.path).search_within, by=by, now=now,
    )
    return held.person_id


def _incident_of(entry: RollCallEntry) -> Incident:
    return Incident._base_manager.select_related("org").get(roll_calls__entries=entry.pk)
