"""Telling people that a report is soon late: the leader on duty first, then the level above, each once."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import groupby

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext

from linan.ground.announcements.log import Told, announce_many
from linan.ground.orgs.models import Org
from linan.ground.people.models import SYSTEM, Person, Role
from linan.ground.people.queries import people_in_role
from linan.logistics.duty.models import Post
from linan.logistics.duty.queries import shifts_now
from linan.response.calls.actions.drafts import Draft, draft_call
from linan.response.calls.actions.release import let_go
from linan.response.calls.audience import count
from linan.response.calls.domain.audience import Audience
from linan.response.calls.domain.texts import SHORT_CHARACTERS, SPOKEN_CHARACTERS
from linan.response.calls.duty import on_duty
from linan.response.calls.models import Level
from linan.response.models import Mode
from linan.response.upward.announcements import ReportDueWarned
from linan.response.upward.domain.deadlines import rules
from linan.response.upward.models import ReportDue
from linan.response.upward.queries import RUNNING, level_above

LEADER, ABOVE = "leader", "above"
LEADERS = (Role.COMMUNITY_DIRECTOR, Role.STREET_OFFICER, Role.DISTRICT_COMMANDER)
MOST_AT_ONCE = 200  # of one run; the rest follows a minute later


@transaction.atomic
def warn_before_late(*, now: datetime) -> int:
    """Tell people of every report that is soon late, and return how many calls went out.

    One call for each unit, incident and step, whatever number of clocks turned at once, so that a jump of the system's
    clock wakes nobody twice; a clock that ran out long ago is only marked. Another worker's rows are left to it.
    """
    return sum(_warn(list(dues), now=now) for _key, dues in groupby(_turned(now), key=lambda one: (one.org_id, one.incident_id)))


def _turned(now: datetime) -> list[ReportDue]:
    """Return the clocks at which somebody is to be told, by unit and incident, and lock them."""
    turned = Q(told_above_at=None, tell_above_at__lte=now) | Q(told_leader_at=None, tell_leader_at__lte=now)
    rows = ReportDue._base_manager.select_for_update(skip_locked=True, of=("self",)).filter(RUNNING & turned)
    return list(rows.select_related("org", "incident").order_by("org_id", "incident_id", "due_at")[:MOST_AT_ONCE])


def _warn(dues: Sequence[ReportDue], *, now: datetime) -> int:
    above = [one for one in dues if one.tell_above_at <= now]
    steps = [*([ABOVE] if above else []), *([LEADER] if any(one.told_leader_at is None for one in dues) else [])]
    ReportDue._base_manager.filter(pk__in=[one.pk for one in dues], told_leader_at=None).update(told_leader_at=now)
    ReportDue._base_manager.filter(pk__in=[one.pk for one in above]).update(told_above_at=now)
    fresh = [one for one in dues if one.due_at > now - timedelta(hours=rules().stale_after_h)]
    if not fresh:
        return 0
    told = _call(fresh, steps, now=now)
    _announce(fresh, to=steps[0], people=told, now=now)
    return 1 if told else 0


def _call(dues: Sequence[ReportDue], steps: Sequence[str], *, now: datetime) -> int:
    """Call whoever is to know, and return how many are called; nobody, where the roster and the roles are empty."""
    first = dues[0]
    people = {one.pk: one for step in steps for one in _people(first.org, step, now=now)}
    audience = Audience(people=tuple(people))
    seen = count(audience, org=first.org, now=now).people if people else 0
    if not seen:
        return 0
    call = draft_call(org=first.org, draft=_draft(dues, audience, now=now), by=SYSTEM, now=now)
    call = let_go(call, seen=seen, by=SYSTEM, now=now)
    for due in dues:
        due.calls.add(call)
    return seen


def _people(org: Org, step: str, *, now: datetime) -> list[Person]:
    """Return who is told: whoever is on duty above, or the leader; where nobody is found, those of the other step."""
    if step == ABOVE:
        return list(on_duty(level_above(org) or org, now=now).people) or _leaders(org, now=now)
    return _leaders(org, now=now) or list(on_duty(org, now=now).people)


def _leaders(org: Org, *, now: datetime) -> list[Person]:
    """Return the leader on duty by the roster, else whoever leads the unit."""
    on_shift = [one.person for one in shifts_now(org, now=now) if one.post == Post.LEADER]
    return on_shift or [one for role in LEADERS for one in people_in_role(org_ids=[org.pk], role=role, now=now)]


def _draft(dues: Sequence[ReportDue], audience: Audience, *, now: datetime) -> Draft:
    first = dues[0]
    values = {
        "incident": first.incident.title[:20], "report": "、".join(dict.fromkeys(one.title for one in dues))[:16],
        "at": timezone.localtime(first.due_at).strftime("%H:%M"), "org": first.org.name[:12],
    }
    if first.due_at > now:
        text = gettext("%(org)s: %(report)s on “%(incident)s” is due at %(at)s and has not been sent.") % values
    else:
        text = gettext("%(org)s: %(report)s on “%(incident)s” was due at %(at)s and has not been sent.") % values
    return Draft(
        title=gettext("Report soon late"), level=Level.ORANGE, mode=Mode(first.mode), short_text=text[:SHORT_CHARACTERS],
        spoken_text=text[:SPOKEN_CHARACTERS], poster_text=text, door_text=text, wanted=gettext("See that it is reported"),
        choices=(gettext("I see to it"), gettext("It has been reported")), audience=audience, incident_id=first.incident_id,
    )


def _announce(dues: Sequence[ReportDue], *, to: str, people: int, now: datetime) -> None:
    announce_many(
        [
            Told(
                event=ReportDueWarned(due_id=one.pk, title=one.title, to=to, people=people), org_id=one.org_id,
                about=[f"due-{one.pk}", f"incident-{one.incident_id}", "upward"], mode=one.mode,
            )
            for one in dues
        ],
        by_id=None, now=now,
    )
