"""Shifts: planned, taken back, passed on, begun."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from linan.ground.announcements.kinds import Announcement
from linan.ground.announcements.log import announce
from linan.ground.orgs.models import Org
from linan.ground.people.models import Actor, Person
from linan.ground.refusals import NotFound, Refused
from linan.ground.text import noop
from linan.logistics.duty.announcements import ShiftArrived, ShiftsPlanned, ShiftWithdrawn
from linan.logistics.duty.models import Post, Shift

EARLY = timedelta(hours=1)  # that somebody may say they are there before their shift begins
DAY = timedelta(days=1)


class ShiftOverlaps(Refused):
    """The person is on duty at that time already."""

    code = "shift_overlaps"
    status = 409
    msgid = noop("%(person)s is on duty here at that time already. Choose somebody else or another time.")


class WhyMissing(Refused):
    """A shift is not taken back without a reason."""

    code = "why_missing"
    msgid = noop("Say why the shift changes, so that everybody can see it on the roster.")


class ShiftIsOver(Refused):
    """What has been cannot be planned otherwise."""

    code = "shift_is_over"
    status = 409
    msgid = noop("This shift is over or was taken back. Plan a new one.")


class NotYourShift(Refused):
    """Only the person on duty says that they are there."""

    code = "not_your_shift"
    status = 409
    msgid = noop("Only the person on duty can say that they are there, from an hour before the shift until its end.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Shifts of one person: the first from one moment to another, then again every so many days. times: how often."""

    post: Post
    person: Person
    begins_at: datetime
    ends_at: datetime
    times: int = 1
    every_days: int = 1


@transaction.atomic
def plan_shifts(plan: Plan, *, org: Org, by: Actor, now: datetime) -> list[Shift]:
    """Put a person on duty. Raises: ShiftOverlaps, and then nothing is planned."""
    Org.objects.select_for_update().get(pk=org.pk)  # two who plan at once see each other's shifts
    shifts = []
    for step in range(plan.times):
        later = step * plan.every_days * DAY
        shift = Shift(
            org=org, post=plan.post, person=plan.person, begins_at=plan.begins_at + later, ends_at=plan.ends_at + later,
            planned_at=now, planned_by_id=by.pk,
        )
        _check_free(shift)
        shift.save()
        shifts.append(shift)
    event = ShiftsPlanned(person_id=plan.person.pk, post=plan.post, shifts=len(shifts))
    tell(event, org, f"shift-{shifts[0].pk}", by=by, now=now)
    return shifts


@transaction.atomic
def withdraw_shift(shift_id: int, *, why: str, by: Actor, now: datetime) -> Shift:
    """Take a shift back. Raises: WhyMissing, NotFound, ShiftIsOver."""
    if not why.strip():
        raise WhyMissing(field="why")
    shift = _shift(shift_id)
    if shift.withdrawn_at or shift.ends_at <= now:
        raise ShiftIsOver
    shift.withdrawn_at, shift.withdrawn_by_id, shift.why_withdrawn = now, by.pk, why.strip()
    shift.save()
    event = ShiftWithdrawn(shift_id=shift.pk, person_id=shift.person_id)
    tell(event, shift.org, f"shift-{shift.pk}", by=by, now=now)
    return shift


@transaction.atomic
def pass_shift_on(shift_id: int, *, to: Person, why: str, by: Actor, now: datetime) -> Shift:
    """Give what is left of a shift to somebody else. Raises: WhyMissing, NotFound, ShiftIsOver, ShiftOverlaps."""
    shift = withdraw_shift(shift_id, why=why, by=by, now=now)
    plan = Plan(post=Post(shift.post), person=to, begins_at=max(shift.begins_at, now), ends_at=shift.ends_at)
    return plan_shifts(plan, org=shift.org, by=by, now=now)[0]


@transaction.atomic
def arrive(shift_id: int, *, by: Person, now: datetime) -> Shift:
    """Keep that the person on duty is there; saying it again changes nothing. Raises: NotFound, NotYourShift."""
    shift = _shift(shift_id)
    if shift.person_id != by.pk or shift.withdrawn_at or not shift.begins_at - EARLY <= now < shift.ends_at:
        raise NotYourShift
    if shift.arrived_at is None:
        shift.arrived_at = now
        shift.save(update_fields=["arrived_at"])
        tell(ShiftArrived(shift_id=shift.pk, person_id=by.pk), shift.org, f"shift-{shift.pk}", by=by, now=now)
    return shift


def _shift(shift_id: int) -> Shift:
    # The door was passed before; whoever works below a unit may stand on its roster without seeing it.
    shift = Shift._base_manager.select_for_update(of=("self",)).select_related("org", "person").filter(pk=shift_id).first()
    if shift is None:
        raise NotFound
    return shift


def _check_free(shift: Shift) -> None:
    others = Shift._base_manager.filter(org=shift.org, person=shift.person, withdrawn_at=None)
    if others.filter(begins_at__lt=shift.ends_at, ends_at__gt=shift.begins_at).exists():
        raise ShiftOverlaps(field="person", person=str(shift.person))


def tell(event: Announcement, org: Org, about: str, *, by: Actor, now: datetime, mode: str = "real") -> None:
    """Announce what happened on the duty page of a unit."""
    announce(event, by_id=by.pk, org_id=org.pk, about=[about, "duty"], now=now, mode=mode)
