"""How many must be on duty: a season, a holiday or a warning asks for more, and the roster says where it has fewer."""

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse

from linan.ground.calendar.days import DayKind, kind_of
from linan.ground.text import say
from linan.logistics.duty.demands import shortages_of
from linan.logistics.duty.domain.demands import (
    Demand,
    demand_of_warning,
    demands_of_calendar,
    doublings,
    shortages,
)
from linan.logistics.duty.models import Post
from linan.logistics.duty.queries import midnight
from tests.build import NOW, a_community, a_person, signed_in_client
from tests.builders.duty import a_shift
from tests.builders.warnings import a_warning_card
from tests.monitoring.domain.warnings.files import national

HOUR = timedelta(hours=1)
WHY = say("warning: %(headline)s", headline="暴雨红色预警")


def test_one_officer_where_two_must_be_is_a_shortage_from_the_moment_it_begins():
    demand = Demand(NOW, NOW + 12 * HOUR, 2, 0, WHY)
    officers = [(NOW, NOW + 12 * HOUR), (NOW, NOW + 8 * HOUR)]

    found = shortages([demand], officers=officers, leaders=[], first=NOW, last=NOW + 24 * HOUR)

    assert [(one.begins_at, one.ends_at, one.officers) for one in found] == [(NOW + 8 * HOUR, NOW + 12 * HOUR, 1)]


def test_the_same_lack_on_end_is_told_once():
    demand = Demand(NOW, NOW + 12 * HOUR, 2, 0, WHY)
    officers = [(NOW, NOW + 4 * HOUR), (NOW + 4 * HOUR, NOW + 12 * HOUR)]

    found = shortages([demand], officers=officers, leaders=[], first=NOW, last=NOW + 24 * HOUR)

    assert [(one.begins_at, one.ends_at) for one in found] == [(NOW, NOW + 12 * HOUR)]


def test_only_red_and_orange_warnings_ask_for_a_second_officer():
    asked = {
        tone: demand_of_warning(tone=tone, headline="", begins_at=NOW, ends_at=NOW + HOUR, rules=doublings())
        for tone in ("red", "orange", "yellow", "blue")
    }

    assert {tone: demand.officers if demand else 1 for tone, demand in asked.items()} == {
        "red": 2, "orange": 2, "yellow": 1, "blue": 1,
    }


@pytest.mark.parametrize(
    ("day", "officers"), [(date(2026, 7, 1), [2]), (date(2026, 10, 1), [1]), (date(2026, 11, 23), [])],
)
def test_the_flood_season_and_holidays_ask_by_the_calendar(day, officers):
    assert [one.officers for one in demands_of_calendar([midnight(day)], rules=doublings())] == officers


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (date(2026, 2, 17), DayKind.HOLIDAY), (date(2026, 2, 28), DayKind.MAKE_UP), (date(2026, 3, 1), DayKind.WEEKEND),
        (date(2026, 3, 2), DayKind.WORK),
    ],
)
def test_a_day_is_what_the_yearly_notice_says(day, kind):
    assert kind_of(day) == kind


def test_every_rule_says_where_it_comes_from():
    assert [one.key for one in doublings() if not one.source] == []


@pytest.mark.django_db
@pytest.mark.usefixtures("unscoped")
def test_a_red_warning_shows_the_missing_second_officer_in_red_on_the_roster():
    community = a_community()
    content = national(code=community.code, severity="Red", headline="演示区气象局发布暴雨红色预警[I级/特别重大]", expires="2026-01-15 15:00:00+08:00")
    a_warning_card(org=community, content=content)
    a_shift(org=community, hours=24)
    a_shift(org=community, hours=24, post=Post.LEADER)

    found = shortages_of(community, first=NOW, last=NOW + 24 * HOUR, now=NOW)

    ends_at = datetime.fromisoformat("2026-01-15T15:00:00+08:00")
    assert [(one.begins_at, one.ends_at, one.officers, one.leaders) for one in found] == [(NOW, ends_at, 1, 0)]
    answer = signed_in_client(a_person(org=community)).get(reverse("duty:roster"))
    assert answer.status_code == 200
