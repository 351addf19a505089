"""The duty roster of the demonstration: officer and leader by turns, and what the last shift left."""

from datetime import datetime, timedelta

from django.utils.timezone import localtime

from linan.ground.orgs.models import Org
from linan.ground.people.models import SYSTEM, Person
from linan.logistics.duty.actions.handing import hand_over
from linan.logistics.duty.actions.shifts import Plan, arrive, plan_shifts
from linan.logistics.duty.models import Post

DAYS = 10
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
    hand_over(HAND_OVER, org=community, by=Person.objects.get(username="director"), now=now - timedelta(hours=3))
