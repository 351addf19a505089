"""Deadlines as data: every one has its source, the strictest binds, and quotes stand in the law."""

from datetime import UTC, date, datetime, timedelta

import pytest

from linan.ground.orgs.models import OrgKind
from linan.response.upward.domain.clock import Span, Urgency, urgency_of
from linan.response.upward.domain.deadlines import (
    CountedFrom,
    Kind,
    Situation,
    Unit,
    Way,
    overlaid,
    owed,
    rules,
    shipped,
)

KNOWN = datetime(2026, 1, 14, 19, 12, tzinfo=UTC)


def of(org_kind: str = "community", *, klass: str = "accident", sub_code: str = "20200", grade: str = "", region: str = "320102") -> Situation:
    """Return a situation, a fire in a community of Nanjing unless said otherwise."""
    return Situation(org_kind=org_kind, klass=klass, sub_code=sub_code, grade=grade, region=region)


def due(situation: Situation, counted_from: CountedFrom = CountedFrom.KNOWN) -> list[tuple[Kind, Way, timedelta]]:
    """Return kind, way and time allowed of what is due."""
    found = owed(situation, shipped(), counted_from=counted_from, start=KNOWN)
    return [(one.deadline.kind, one.deadline.way, one.due_at - KNOWN) for one in found]


def test_a_community_calls_at_once_and_writes_within_the_hour():
    situation = of("community")

    found = due(situation)

    assert found == [
        (Kind.INITIAL, Way.PHONE, timedelta(minutes=5)), (Kind.INITIAL, Way.WRITTEN, timedelta(hours=1)),
    ]


def test_a_natural_disaster_asks_for_a_zero_report_every_day():
    situation = of("community", klass="natural", sub_code="10100")

    found = due(situation)

    assert found[-1] == (Kind.ZERO, Way.WRITTEN, timedelta(hours=24))


@pytest.mark.parametrize(
    ("klass", "expected"),
    [("health", timedelta(hours=1)), ("accident", timedelta(hours=1)), ("natural", timedelta(hours=1))],
)
def test_of_two_rules_for_the_same_report_the_stricter_one_binds_the_district(klass, expected):
    situation = of("district", klass=klass, sub_code="")

    found = due(situation)

    assert [one[2] for one in found if one[:2] == (Kind.INITIAL, Way.WRITTEN)] == [expected]


def test_a_rule_of_beijing_binds_no_street_of_nanjing():
    nanjing, beijing = of("street"), of("street", region="110101")

    times = [[one[2] for one in due(place) if one[1] == Way.PHONE] for place in (nanjing, beijing)]

    assert times == [[timedelta(minutes=10)], [timedelta(minutes=5)]]


def test_working_days_leave_out_the_weekend():
    verified = next(one for one in shipped() if one.key == "street-verified")
    friday = datetime(2026, 1, 16, 9, tzinfo=UTC)

    due_at = verified.due_at(friday)

    assert (verified.unit, due_at) == (Unit.WORKING_DAY, datetime(2026, 1, 20, 9, tzinfo=UTC))


@pytest.mark.parametrize(
    ("start", "due_at"),
    [
        (datetime(2026, 9, 30, 9, tzinfo=UTC), datetime(2026, 10, 9, 9, tzinfo=UTC)),  # 国庆, seven days off
        (datetime(2026, 2, 13, 9, tzinfo=UTC), datetime(2026, 2, 24, 9, tzinfo=UTC)),  # 春节, with a Saturday worked before it
    ],
)
def test_working_days_leave_out_public_holidays_and_count_the_days_worked_instead(start, due_at):
    verified = next(one for one in shipped() if one.key == "street-verified")

    found = verified.due_at(start)

    assert found == due_at


@pytest.mark.parametrize(("sub_code", "last_day"), [("20900", date(2026, 2, 14)), ("20200", date(2026, 1, 22))])
def test_changes_of_casualties_count_for_thirty_days_and_of_a_fire_for_seven(sub_code, last_day):
    (found,) = owed(of(sub_code=sub_code), shipped(), counted_from=CountedFrom.CHANGED, start=KNOWN)

    assert (found.deadline.kind, found.deadline.last_day(date(2026, 1, 15))) == (Kind.SUPPLEMENT, last_day)


def test_a_deadline_of_the_unit_takes_the_place_of_the_shipped_one():
    own = [one for one in shipped() if one.key == "street-written"]

    both = overlaid(shipped(), own)

    assert ([one.key for one in both], len(both)) == ([one.key for one in shipped()], 40)


@pytest.mark.parametrize("deadline", shipped(), ids=lambda one: one.key)
def test_every_deadline_names_its_source_and_is_verified_only_with_its_words(deadline):
    has_words = bool(deadline.quote)

    known_units = {*OrgKind.values, "any", "outside"}

    assert (bool(deadline.source), has_words or not deadline.verified, deadline.owes in known_units) == (True, True, True)


@pytest.mark.parametrize(
    ("minutes", "urgency"),
    [(0, Urgency.CALM), (29, Urgency.CALM), (30, Urgency.SOON), (48, Urgency.URGENT), (60, Urgency.URGENT), (61, Urgency.LATE)],
)
def test_a_clock_turns_before_it_is_late(minutes, urgency):
    hour = Span(KNOWN, KNOWN + timedelta(hours=1))

    shown = urgency_of(hour, now=KNOWN + timedelta(minutes=minutes), rules=rules())

    assert shown == urgency
