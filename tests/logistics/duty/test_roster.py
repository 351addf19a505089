"""Who is on duty: planned, changed with a reason, proved by their own word, and called."""

from datetime import timedelta

import pytest
from django.urls import reverse

from linan.ground.people.models import SYSTEM, Role
from linan.logistics.duty.actions.handing import NothingWritten, hand_over, take_over
from linan.logistics.duty.actions.shifts import (
    NotYourShift,
    Plan,
    ShiftIsOver,
    ShiftOverlaps,
    WhyMissing,
    arrive,
    pass_shift_on,
    plan_shifts,
    withdraw_shift,
)
from linan.logistics.duty.models import HandOver, Post, Shift
from linan.logistics.duty.queries import people_on_roster, times_without_officer
from linan.response.calls.duty import on_duty
from tests.build import NOW, a_community, a_grid, a_person, signed_in_client
from tests.builders.duty import a_hand_over, a_shift

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unscoped")]
HOUR = timedelta(hours=1)


def test_a_plan_of_a_month_makes_a_shift_every_third_day():
    community = a_community()
    person = a_person(org=community)
    plan = Plan(post=Post.OFFICER, person=person, begins_at=NOW, ends_at=NOW + 24 * HOUR, times=10, every_days=3)

    shifts = plan_shifts(plan, org=community, by=SYSTEM, now=NOW)

    assert [(one.begins_at - NOW).days for one in shifts] == [0, 3, 6, 9, 12, 15, 18, 21, 24, 27]


def test_a_plan_that_overlaps_anywhere_plans_nothing():
    shift = a_shift(begins_at=NOW + 48 * HOUR)
    plan = Plan(post=Post.LEADER, person=shift.person, begins_at=NOW, ends_at=NOW + 12 * HOUR, times=3)

    with pytest.raises(ShiftOverlaps):
        plan_shifts(plan, org=shift.org, by=SYSTEM, now=NOW)

    assert list(Shift.objects.all()) == [shift]


def test_one_person_may_follow_on_themselves():
    shift = a_shift(hours=12)

    again = a_shift(org=shift.org, person=shift.person, begins_at=shift.ends_at)

    assert Shift.objects.count() == 2
    assert again.begins_at == shift.ends_at


def test_whoever_stands_on_the_roster_is_called_and_the_others_of_the_role_are_not():
    community = a_community()
    officer = a_person(role=Role.DUTY_OFFICER, org=community)
    shift = a_shift(org=community, person=a_person(role=Role.GRID_MEMBER, org=community))

    during, after = on_duty(community, now=NOW + HOUR), on_duty(community, now=shift.ends_at)

    assert (during.people, after.people) == ((shift.person,), (officer,))


def test_a_grid_without_roster_is_answered_for_by_the_roster_of_its_community():
    community = a_community()
    shift = a_shift(org=community)

    assert on_duty(a_grid(parent=community), now=NOW).people == (shift.person,)


def test_officers_are_named_before_leaders():
    community = a_community()
    leader = a_shift(org=community, post=Post.LEADER).person
    officer = a_shift(org=community, begins_at=NOW + HOUR).person

    assert people_on_roster(community.pk, now=NOW + 2 * HOUR) == [officer, leader]


def test_a_shift_taken_back_leaves_a_gap_and_keeps_who_and_why():
    shift = a_shift(hours=24)
    director = a_person(role=Role.COMMUNITY_DIRECTOR, org=shift.org)

    withdraw_shift(shift.pk, why="住院", by=director, now=NOW + HOUR)

    kept = Shift.objects.get()
    assert (kept.why_withdrawn, kept.withdrawn_by, kept.withdrawn_at) == ("住院", director, NOW + HOUR)
    assert times_without_officer(shift.org, first=NOW, last=NOW + 24 * HOUR) == [(NOW, NOW + 24 * HOUR)]


def test_whoever_takes_a_shift_that_has_begun_is_on_duty_from_now():
    shift = a_shift(hours=12)
    other = a_person(org=shift.org)

    passed = pass_shift_on(shift.pk, to=other, why="家中急事", by=SYSTEM, now=NOW + 3 * HOUR)

    assert (passed.person, passed.begins_at, passed.ends_at) == (other, NOW + 3 * HOUR, shift.ends_at)


def test_a_shift_that_is_over_or_without_a_reason_is_not_changed():
    shift = a_shift(hours=12)

    with pytest.raises(WhyMissing):
        withdraw_shift(shift.pk, why=" ", by=SYSTEM, now=NOW)
    with pytest.raises(ShiftIsOver):
        withdraw_shift(shift.pk, why="换班", by=SYSTEM, now=shift.ends_at)


def test_only_the_person_on_duty_says_that_they_are_there():
    shift = a_shift()

    with pytest.raises(NotYourShift):
        arrive(shift.pk, by=a_person(org=shift.org), now=NOW)
    first = arrive(shift.pk, by=shift.person, now=NOW)
    again = arrive(shift.pk, by=shift.person, now=NOW + HOUR)

    assert (first.arrived_at, again.arrived_at) == (NOW, NOW)


@pytest.mark.parametrize("hours", [-2, 12])
def test_nobody_is_there_long_before_or_after_their_shift(hours):
    shift = a_shift(hours=12)

    with pytest.raises(NotYourShift):
        arrive(shift.pk, by=shift.person, now=NOW + hours * HOUR)


def test_a_hand_over_is_taken_once_by_whoever_comes_first():
    row = a_hand_over()
    first, second = a_person(org=row.org), a_person(org=row.org)

    take_over(row.pk, ticked=(), by=first, now=NOW + HOUR)
    take_over(row.pk, ticked=(), by=second, now=NOW + 2 * HOUR)

    kept = HandOver.objects.get()
    assert (kept.taken_by, kept.taken_at) == (first, NOW + HOUR)


def test_an_empty_hand_over_is_refused():
    person = a_person()

    with pytest.raises(NothingWritten):
        hand_over("  ", org=a_community(), by=person, now=NOW)


def test_the_director_plans_on_the_page_and_the_roster_shows_it():
    community = a_community()
    director = a_person(role=Role.COMMUNITY_DIRECTOR, org=community)
    officer = a_person(org=community)
    client = signed_in_client(director)
    said = {
        "post": "officer", "person": officer.pk, "begins_at": "2031-03-03T08:00", "hours": 24, "times": 1, "every_days": 1,
    }

    answer = client.post(reverse("duty:planning"), said)

    assert answer.url == "/duty/?week=2031-03-03"
    assert officer.full_name in client.get(answer.url).content.decode()


def test_a_stranger_of_another_community_cannot_be_put_on_duty():
    community = a_community()
    client = signed_in_client(a_person(role=Role.COMMUNITY_DIRECTOR, org=community))
    said = {
        "post": "officer", "person": a_person().pk, "begins_at": "2031-03-03T08:00", "hours": 24, "times": 1, "every_days": 1,
    }

    answer = client.post(reverse("duty:planning"), said)

    assert answer.status_code == 422
    assert Shift.objects.count() == 0


def test_a_week_that_is_no_date_is_this_week():
    client = signed_in_client(a_person())

    assert client.get(reverse("duty:roster"), {"week": "2026-13-99"}).status_code == 200
