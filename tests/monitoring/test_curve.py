"""What is drawn of a series: peaks stay, gaps are gaps, and long spans are drawn from hourly figures."""

from datetime import datetime, timedelta

import pytest

from linan.monitoring.actions.hours import roll_up_hours
from linan.monitoring.chart import chart_of
from linan.monitoring.curve import DrawnFrom, curve_between
from tests.builders.monitoring import a_series, readings

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unscoped")]
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


def test_where_nothing_was_measured_the_curve_is_broken(now: datetime) -> None:
    series = a_series()
    readings(series, 0.1, 0.2, 0.3, ending_at=now - 60 * MINUTE)
    readings(series, 0.4, 0.5, 0.6, ending_at=now)

    curve = curve_between(series.pk, first=now - 2 * 60 * MINUTE, last=now + MINUTE, silent_after=DAY)

    assert curve.drawn_from is DrawnFrom.READINGS
    assert [value for _, value in curve.points] == [0.1, 0.2, 0.3, None, 0.4, 0.5, 0.6]


def test_readings_at_their_usual_distance_make_one_line(now: datetime) -> None:
    series = a_series()
    readings(series, *[0.1] * 30, ending_at=now, every=10 * MINUTE)

    curve = curve_between(series.pk, first=now - DAY, last=now + MINUTE, silent_after=DAY)

    assert [at for at, value in curve.points if value is None] == []


def test_two_readings_farther_apart_than_silence_are_not_joined(now: datetime) -> None:
    series = a_series()
    readings(series, 0.1, 0.2, ending_at=now, every=3 * 60 * MINUTE)

    curve = curve_between(series.pk, first=now - DAY, last=now + MINUTE, silent_after=60 * MINUTE)

    assert [value for _, value in curve.points] == [0.1, None, 0.2]


def test_a_week_is_drawn_from_hours_and_keeps_the_peak_of_each(now: datetime) -> None:
    series = a_series()
    readings(series, 0.0, 0.9, 0.3, ending_at=now - 2 * 60 * MINUTE, every=MINUTE)
    readings(series, 0.7, ending_at=now)
    roll_up_hours(now=now)

    curve = curve_between(series.pk, first=now - 7 * DAY, last=now + MINUTE, silent_after=60 * MINUTE)

    hour = datetime(2026, 1, 14, 17, 30, tzinfo=now.tzinfo)
    assert curve.drawn_from is DrawnFrom.HOURS
    assert [(at, round(value, 9)) for at, value in curve.points] == [(hour, 0.4), (now, 0.7)]
    assert [value for _, value in curve.lows] == [0.0, 0.7]
    assert [value for _, value in curve.highs] == [0.9, 0.7]


def test_a_series_that_never_said_anything_is_an_empty_curve(now: datetime) -> None:
    series = a_series()

    week = curve_between(series.pk, first=now - 7 * DAY, last=now, silent_after=DAY)
    day = curve_between(series.pk, first=now - DAY, last=now, silent_after=DAY)

    assert (week.points, day.points) == ([], [])


def test_a_chart_says_what_its_points_are(now: datetime) -> None:
    series = a_series()

    day, week = (chart_of(series, first=now - span, last=now) for span in (DAY, 7 * DAY))

    assert (day["drawn_from"], day["note"]) == ("readings", "")
    assert (week["drawn_from"], week["note"] == "") == ("hours", False)
