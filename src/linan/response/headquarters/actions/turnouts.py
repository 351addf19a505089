"""Writes to turn-outs."""

from datetime import datetime
from typing import Any

from django.db import transaction

from linan.ground.moves import move
from linan.ground.people.models import Actor, Membership
from linan.ground.refusals import NotAllowed, NotFound, Refused
from linan.ground.text import noop
from linan.response.actions import IncidentIsClosed
from linan.response.headquarters.announcements import TurnoutAnswered, TurnoutCalled, TurnoutLate
from linan.response.headquarters.domain.turnout import Start, Tier
from linan.response.headquarters.models import MemberStatus, RollCallEntry, Turnout, TurnoutMember
from linan.response.headquarters.queries import people_of_tier
from linan.response.headquarters.rulebook import rulebook
from linan.response.headquarters.telling import tell
from linan.response.models import Incident, IncidentStatus

STAMPS = {
    MemberStatus.ANSWERED: "answered_at",
    MemberStatus.ON_THE_WAY: "on_the_way_at",
    MemberStatus.ON_SITE: "on_site_at",
    MemberStatus.UNABLE: "answered_at",
}


class TierReasonMissing(Refused):
    """The next tier is not called without saying why."""

    code = "tier_reason_missing"
    msgid = noop("Say in a few words why more people are needed; they read it on their way.")


class TierCalledAlready(Refused):
    """A tier is called to an incident once."""

    code = "tier_called_already"
    status = 409
    msgid = noop("Tier %(tier)s was called at %(at)s already. Look who is coming before you call the next one.")


class NobodyInTier(Refused):
    """Nobody holds a role of the tier."""

    code = "nobody_in_tier"
    status = 409
    msgid = noop("Nobody of tier %(tier)s can be called. Call the next tier.")


class CannotComeReasonMissing(Refused):
    """Whoever cannot come says why, so that somebody else is sent."""

    code = "cannot_come_reason_missing"
    msgid = noop("Say in a word why you cannot come, so that somebody else is sent.")


@transaction.atomic
def call_out(*, incident_id: int, tier: int, reason: str, by: Actor, now: datetime) -> Turnout:
    """Call a tier to an incident: everybody who holds one of its roles now is asked, and its clock runs.

    Raises: NotFound, IncidentIsClosed, TierReasonMissing (beyond the first), TierCalledAlready, NobodyInTier.
    """
    incident = Incident.objects.select_for_update(of=("self",)).select_related("org").filter(pk=incident_id).first()
    tiers = rulebook().tiers(incident.org.path) if incident else {}
    kind = tiers.get(tier)
    if incident is None or kind is None:
        raise NotFound
    _check(incident, kind, reason, first=min(tiers))
    people = people_of_tier(kind, org=incident.org, now=now)
    if not people:
        raise NobodyInTier(field="tier", tier=tier)
    return _call(incident, kind, people, reason, by=by, now=now)


@transaction.atomic
def begin_turnout(*, incident_id: int, by: Actor, now: datetime) -> Turnout | None:
    """Call the first tier that has anybody, once; None: a tier was called, the incident is over, or nobody is anywhere."""
    incident = Incident.objects.select_for_update(of=("self",)).select_related("org").get(pk=incident_id)
    if not incident.is_open or Turnout._base_manager.filter(incident=incident).exists():
        return None
    for kind in rulebook().tiers(incident.org.path).values():
        people = people_of_tier(kind, org=incident.org, now=now)
        if people:
            return _call(incident, kind, people, "", by=by, now=now)
    return None


@transaction.atomic
def begin_turnout_of_opened(*, incident_id: int, by: Actor, now: datetime) -> Turnout | None:
    """Call the first tier as an incident is opened, where the rule of its class begins with that; else None."""
    klass, path = Incident._base_manager.filter(pk=incident_id).values_list("klass", "org__path").get()
    if rulebook().start_of(klass, path) != Start.OPENED:
        return None
    return begin_turnout(incident_id=incident_id, by=by, now=now)


@transaction.atomic
def answer_turnout(*, member_id: int, to: MemberStatus, by: Actor, now: datetime, reason: str = "") -> TurnoutMember:
    """Note that somebody who was called out is coming, on the way, on site, or cannot come.

    Raises: NotFound, MoveNotAllowed, MovedMeanwhile, CannotComeReasonMissing, IncidentIsClosed.
    """
    if to == MemberStatus.UNABLE and not reason.strip():
        raise CannotComeReasonMissing(field="reason")
    columns: dict[str, Any] = {STAMPS[to]: now, "reason": reason.strip()[:200]}
    member = move(TurnoutMember, member_id, to=to, **columns)
    turnout = Turnout._base_manager.select_related("incident").get(pk=member.turnout_id)
    if not turnout.incident.is_open:
        raise IncidentIsClosed
    if to == MemberStatus.ON_SITE:
        Turnout._base_manager.filter(pk=turnout.pk, first_on_site_at=None).update(first_on_site_at=now)
    event = TurnoutAnswered(incident_id=turnout.incident_id, turnout_id=turnout.pk, person_id=member.person_id, to=to)
    tell(event, turnout.incident, about=[f"turnout-{turnout.pk}"], screens=[member.org_id], by=by, now=now)
    return member


@transaction.atomic
def watch_turnouts(*, by: Actor, now: datetime) -> int:
    """Say once of every tier that nobody was on site in time; return of how many.

    Compares and sets row by row, so that whoever arrives in the same instant is never told late.
    """
    running = Turnout._base_manager.filter(
        due_at__lt=now, first_on_site_at=None, late_at=None, incident__status=IncidentStatus.OPEN
    )
    late = [pk for pk in running.values_list("pk", flat=True) if _note_late(pk, now=now)]
    for turnout in Turnout._base_manager.select_related("incident").filter(pk__in=late):
        event = TurnoutLate(incident_id=turnout.incident_id, turnout_id=turnout.pk, tier=turnout.tier)
        tell(event, turnout.incident, about=[f"turnout-{turnout.pk}"], by=by, now=now)
    return len(late)


def may_answer(asked: TurnoutMember | RollCallEntry, *, by: Actor, leads: bool) -> None:
    """Refuse an answer in somebody else's name, except by who leads. Raises: NotAllowed."""
    if asked.person_id != by.pk and not leads:
        raise NotAllowed


def _check(incident: Incident, kind: Tier, reason: str, *, first: int) -> None:
    if not incident.is_open:
        raise IncidentIsClosed
    if kind.number > first and not reason.strip():
        raise TierReasonMissing(field="reason")
    called = Turnout._base_manager.filter(incident=incident, tier=kind.number).first()
    if called:
        raise TierCalledAlready(field="tier", tier=kind.number, at=f"{called.called_at.astimezone():%H:%M}")


def _call(
    incident: Incident, kind: Tier, people: list[Membership], reason: str, *, by: Actor, now: datetime
) -> Turnout:
    turnout = Turnout._base_manager.create(
        incident=incident, org=incident.org, tier=kind.number, reason=reason.strip(), called_at=now, called_by_id=by.pk,
        due_at=now + kind.arrives_in,
    )
    members = [_member(turnout, held) for held in people]
    TurnoutMember._base_manager.bulk_create(members)
    event = TurnoutCalled(incident_id=incident.pk, turnout_id=turnout.pk, tier=kind.number, people=len(people))
    screens = {one.org_id for one in members}
    tell(event, incident, about=[f"turnout-{turnout.pk}"], screens=screens, by=by, now=now)
    return turnout


def _member(turnout: Turnout, held: Membership) -> TurnoutMember:
    inside = held.org.path.startswith(turnout.org.path)
    return TurnoutMember(turnout=turnout, org=held.org if inside else turnout.org, person=held.person, role=held.role)


def _note_late(pk: int, *, now: datetime) -> bool:
    return bool(Turnout._base_manager.filter(pk=pk, first_on_site_at=None, late_at=None).update(late_at=now))
