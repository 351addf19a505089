"""The duty log and the daily brief: one day from eight to eight, of real incidents only."""

from datetime import date, timedelta

import pytest

from linan.ground.people.models import SYSTEM, Role
from linan.response.models import Mode
from linan.response.upward.actions.phone import note_phone_report
from linan.response.upward.duty_day import day_at, duty_day
from tests.build import NOW, a_community, a_person, signed_in_client
from tests.builders.upward import a_clocked_incident, a_sent_filing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unscoped")]
# NOW is 03:12 on 15 January where the house stands.
TODAY = date(2026, 1, 15)


@pytest.mark.parametrize(("hours", "day"), [(0, TODAY), (4, TODAY), (5, date(2026, 1, 16))])
def test_a_day_ends_at_eight_in_the_morning(hours, day):
    moment = NOW + timedelta(hours=hours)

    found = day_at(moment)

    assert found == day


def test_the_brief_counts_what_was_reported_and_the_log_tells_it_in_order():
    incident = a_clocked_incident()
    note_phone_report(incident=incident, org=incident.org, to_name="王芳", said="起火", called_at=NOW, by=SYSTEM, now=NOW)
    a_sent_filing(incident=incident, now=NOW + timedelta(minutes=12))

    shown = duty_day(incident.org, TODAY, now=NOW + timedelta(hours=1))

    lines = [line.text for line in shown.log]
    assert (len(shown.incidents), len(shown.filings), len(shown.notes), shown.open_incidents, lines) == (
        1, 1, 1, 1, ["事件已立案", "电话报告上级", "第1报已报送"],
    )


def test_a_drill_is_left_out():
    incident = a_clocked_incident(mode=Mode.DRILL)
    a_sent_filing(incident=incident)

    shown = duty_day(incident.org, TODAY, now=NOW)

    assert (shown.incidents, shown.filings, shown.log) == ([], [], [])


def test_the_day_before_knows_nothing_of_it():
    incident = a_clocked_incident()

    shown = duty_day(incident.org, TODAY - timedelta(days=1), now=NOW)

    assert (shown.incidents, shown.log) == ([], [])


def test_the_page_opens_for_the_officer_whatever_day_is_asked_for():
    officer = signed_in_client(a_person(role=Role.DUTY_OFFICER, org=a_community()))

    answers = [officer.get("/upward/day/", {"day": said}).status_code for said in ("", "2026-01-15", "gestern")]

    assert answers == [200, 200, 200]
