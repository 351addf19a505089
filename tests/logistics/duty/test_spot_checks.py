"""Spot checks: drawn within the window, called by the roster, answered in time, late or not at all."""

from datetime import datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from linan.ground.announcements.delivery import deliver_announcements
from linan.ground.people.models import SYSTEM, Role
from linan.logistics.duty.actions.spot_checks import (
    NobodyToCheck,
    call_due_checks,
    check_at_once,
    draw_checks,
    note_answer,
    settle_checks,
)
from linan.logistics.duty.domain.spot_checks import Window, draw, record_of
from linan.logistics.duty.models import SpotCheck, SpotRule, SpotState
from linan.response.calls.actions.answers import answer_call
from linan.response.calls.links import Bearer
from linan.response.calls.models import Call, Recipient
from tests.build import NOW, a_community, a_person, signed_in_client
from tests.builders.duty import a_shift

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unscoped")]
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
EVENING = datetime(2026, 1, 14, 21, 30, tzinfo=ZoneInfo("Asia/Shanghai"))


def a_check(*, now=NOW, within_min=10):
    return check_at_once(a_shift().org, within_min=within_min, by=SYSTEM, now=now)


def test_a_window_over_midnight_ends_on_the_next_morning():
    midnight = EVENING.replace(hour=0, minute=0)

    first, last = Window(time(22), time(6)).on(midnight)

    assert (first - midnight, last - midnight) == (22 * HOUR, 30 * HOUR)


def test_two_checks_a_week_are_drawn_on_average_and_always_within_the_window():
    window = (NOW, NOW + 8 * HOUR)
    rng = Random(7)

    drawn = [moment for _ in range(7000) if (moment := draw(window, per_week=2, rng=rng))]

    assert 1900 < len(drawn) < 2100
    assert min(drawn) >= window[0]
    assert max(drawn) < window[1]


def test_a_window_is_drawn_once_and_nobody_sees_the_minute_before_it():
    rule = SpotRule.objects.create(org=a_community(), per_week=7)
    officer = signed_in_client(a_person(org=rule.org))

    drawn = [draw_checks(now=EVENING, rng=Random(1)), draw_checks(now=EVENING + MINUTE, rng=Random(1))]

    assert drawn == [1, 0]
    assert list(officer.get(reverse("duty:spot-checks")).context["page"]) == []


def test_whoever_is_on_the_roster_is_called_at_the_drawn_minute_and_answers_where_they_are():
    shift = a_shift()
    SpotCheck.objects.create(org=shift.org, due_at=NOW + HOUR, within_min=10)

    called = [call_due_checks(now=NOW), call_due_checks(now=NOW + HOUR)]
    deliver_announcements()
    recipient = Recipient.objects.get()
    bearer = Bearer(recipient_id=recipient.pk, person_id=shift.person_id)
    answer_call(bearer=bearer, answer="在值班室", refuses=False, needs_help=False, now=NOW + HOUR + 4 * MINUTE)
    deliver_announcements()

    check = SpotCheck.objects.get()
    assert called == [0, 1]
    assert (check.person, check.call) == (shift.person, Call.objects.get().pk)
    assert (check.state, check.answer, check.answered_by, check.minutes) == (
        SpotState.IN_TIME, "在值班室", shift.person, 4.0,
    )


def test_an_answer_after_the_limit_is_late():
    check = a_check()
    settled = settle_checks(now=NOW + 11 * MINUTE)

    note_answer(check.pk, answer="在值班室", answered_by=check.person, now=NOW + 15 * MINUTE)

    check.refresh_from_db()
    assert (settled, check.state) == (1, SpotState.LATE)


def test_silence_is_a_result_and_an_answer_in_time_is_not_settled_away():
    silent, answered = a_check(), a_check()
    note_answer(answered.pk, answer="在值班室", answered_by=answered.person, now=NOW + MINUTE)

    settle_checks(now=NOW + HOUR)

    assert {one.pk: one.state for one in SpotCheck.objects.all()} == {
        silent.pk: SpotState.SILENT, answered.pk: SpotState.IN_TIME,
    }


def test_an_empty_roster_is_a_result_too():
    SpotCheck.objects.create(org=a_community(), due_at=NOW, within_min=10)

    call_due_checks(now=NOW)

    assert SpotCheck.objects.get().state == SpotState.NOBODY


def test_a_check_by_hand_needs_somebody_on_the_roster():
    with pytest.raises(NobodyToCheck):
        check_at_once(a_community(), within_min=10, by=SYSTEM, now=NOW)


def test_the_record_counts_every_outcome():
    record = record_of([("in_time", 40.0), ("in_time", 80.0), ("late", 900.0), ("silent", None), ("nobody", None)])

    assert (record.checks, record.percent, record.median_s) == (5, 40, 80)
    assert (record.late, record.silent, record.nobody) == (1, 1, 1)


def test_the_rule_is_set_on_its_page_by_whoever_commands():
    director = a_person(role=Role.COMMUNITY_DIRECTOR)
    filled = {"is_active": "on", "begins": "23:00", "ends": "05:00", "per_week": "3", "within_min": "5"}

    signed_in_client(director).post(reverse("duty:spot-rule"), filled)

    rule = SpotRule.objects.get()
    assert (rule.begins, rule.ends, rule.per_week, rule.within_min) == (time(23), time(5), 3, 5)
