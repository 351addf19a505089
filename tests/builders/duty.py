"""Builders of shifts and hand-overs."""

from datetime import datetime, timedelta

from linan.ground.access.scopes import everywhere
from linan.ground.orgs.models import Org
from linan.ground.people.models import SYSTEM, Person
from linan.logistics.duty.actions.handing import hand_over
from linan.logistics.duty.actions.shifts import Plan, plan_shifts
from linan.logistics.duty.actions.swaps import ask_for_swap
from linan.logistics.duty.models import HandOver, Post, Shift, Swap
from tests.build import NOW, a_community, a_person


def a_shift(
    *, org: Org | None = None, person: Person | None = None, post: Post = Post.OFFICER, begins_at: datetime = NOW,
    hours: int = 12,
) -> Shift:
    """Return a planned shift of somebody who works in the unit."""
    home = org or a_community()
    who = person or a_person(org=home)
    plan = Plan(post=post, person=who, begins_at=begins_at, ends_at=begins_at + timedelta(hours=hours))
    with everywhere():
        return plan_shifts(plan, org=home, by=SYSTEM, now=NOW)[0]


def a_hand_over(*, org: Org | None = None, text: str = "3号楼电梯停运，已报修") -> HandOver:
    """Return what somebody on duty left to the next."""
    home = org or a_community()
    with everywhere():
        return hand_over(text, org=home, by=a_person(org=home), now=NOW)


def a_swap(*, org: Org | None = None, post: Post = Post.OFFICER) -> Swap:
    """Return a swap that somebody asked a colleague for: their shift of tomorrow for that of the day after."""
    home = org or a_community()
    given = a_shift(org=home, post=post, begins_at=NOW + timedelta(days=1))
    taken = a_shift(org=home, post=post, begins_at=NOW + timedelta(days=2))
    with everywhere():
        return ask_for_swap(given_id=given.pk, taken_id=taken.pk, why="家中有事", by=given.person, now=NOW)
