"""The duty roster of the demonstration: officer and leader by turns, and what the last shift left."""

from datetime import datetime, timedelta

from django.utils.timezone import localtime

from linan.ground.orgs.models import Org
from linan.ground.people.models import SYSTEM, Person
from linan.logistics.duty.actions.handing import hand_over
from linan.logistics.duty.actions.shifts import Plan, arrive, plan_shifts
from linan.logistics.duty.actions.spot_checks import (
    check_at_once,
    note_answer,
    note_call,
    set_rule,
    settle_checks,
)
from linan.logistics.duty.models import Post, SpotRule

DAYS = 10
# Spot checks of the last weeks: days ago, minutes to the answer, the place that was said ("" for no answer).
CHECKS = ((4, 1, "在值班室"), (9, 16, "在巡查或处置现场"), (17, 3, "在值班室"), (26, 99, ""))
HAND_OVER = "3号楼2单元电梯停运，维保答应明早8点前到。今晚降温，避寒点已开放，21点后每两小时看一次人数。（演示）"


def add_roster(community: Org, *, now: datetime) -> None:
    """Put the duty officer and the director on duty around the clock from yesterday's evening on."""
    begins_at = localtime(now).replace(hour=20, minute=0, second=0, microsecond=0) - timedelta(days=1)
    for post, name in ((Post.OFFICER, "duty"), (Post.LEADER, "director")):
        person = Person.objects.get(username=name)
        plan = Plan(
            post=post, person=person, begins_at=begins_at, ends_at=begins_at + timedelta(days=1), times=DAYS
        )
        for shift in plan_shifts(plan, org=community, by=SYSTEM, now=begins_at):
            if post == Post.LEADER and shift.covers(now):
                arrive(shift.pk, by=person, now=max(shift.begins_at, now - timedelta(hours=1)))
    _remember_checks(community, now=now)
    hand_over(HAND_OVER, org=community, by=Person.objects.get(username="director"), now=now - timedelta(hours=3))


def _remember_checks(community: Org, *, now: datetime) -> None:
    """Let the last weeks have had spot checks, made up: two in time, one late, one that nobody answered."""
    set_rule(SpotRule(org=community), by=SYSTEM, now=now)
    director = Person.objects.get(username="director")
    for days, minutes, place in CHECKS:
        at = localtime(now).replace(hour=2, minute=10 + days, second=0, microsecond=0) - timedelta(days=days)
        begins_at = at.replace(hour=1, minute=0)
        plan = Plan(post=Post.OFFICER, person=director, begins_at=begins_at, ends_at=begins_at + timedelta(hours=4))
        plan_shifts(plan, org=community, by=SYSTEM, now=begins_at)
        check = check_at_once(community, within_min=10, by=SYSTEM, now=at)
        note_call(check.pk, call_id=0)  # it was long ago: nobody is called for it any more
        settle_checks(now=at + timedelta(minutes=min(minutes, 11), seconds=1) if minutes > 10 else at)
        if place:
            note_answer(check.pk, answer=place, answered_by=director, now=at + timedelta(minutes=minutes, seconds=20))
