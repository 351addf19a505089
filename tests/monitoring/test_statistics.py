"""Figures about false alarms, by device, condition and place."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from linan.ground.people.models import Role
from linan.monitoring.actions.alarms import verify_alarm
from linan.monitoring.statistics import By, false_alarm_chart, tallies, totals
from tests.build import NOW, a_community, a_person, signed_in_client
from tests.builders.monitoring import a_condition, a_device, an_alarm

DAY = timedelta(days=1)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unscoped")]


@pytest.fixture
def community():
    return a_community()


def judged(verdict, *, device, at=NOW, by):
    alarm = an_alarm(device=device, condition=a_condition(org=device.org), at=at)
    return verify_alarm(alarm_id=alarm.pk, verdict=verdict, note="炒菜", by=by, now=at)


def test_the_device_with_most_false_alarms_stands_first_with_its_share(community):
    officer = a_person(org=community)
    steady, restless = a_device(org=community, name="稳"), a_device(org=community, name="乱")
    judged("real", device=steady, by=officer)
    for verdict in ("false", "false", "false", "real"):
        judged(verdict, device=restless, by=officer)

    rows = tallies(By.DEVICE, 30, now=NOW)

    assert [(one.name, one.raised, one.false, one.share, one.is_repeated) for one in rows] == [
        ("乱", 4, 3, 0.75, True), ("稳", 1, 0, 0.0, False),
    ]


def test_drills_checks_and_older_alarms_do_not_count(community):
    officer, device = a_person(org=community), a_device(org=community)
    judged("drill", device=device, by=officer)
    judged("test", device=device, by=officer)
    judged("false", device=device, at=NOW - 31 * DAY, by=officer)
    judged("false", device=device, at=NOW - DAY, by=officer)

    found = totals(30, now=NOW)

    assert (found.raised, found.false, found.real) == (1, 1, 0)


def test_the_chart_has_a_point_for_every_day_and_none_left_out(community):
    judged("false", device=a_device(org=community), at=NOW - 2 * DAY, by=a_person(org=community))

    points = false_alarm_chart(7, now=NOW)["points"]

    assert [count for _, count in points] == [0, 0, 0, 0, 0, 1, 0, 0]


def test_the_table_is_saved_as_excel(community):
    director = a_person(org=community, role=Role.COMMUNITY_DIRECTOR)

    response = signed_in_client(director).get(reverse("monitoring:false-alarms-sheet"), {"by": "condition", "days": "7"})

    heading = [cell.value for cell in load_workbook(BytesIO(response.content)).active[1]]
    assert heading == ["报警条件", "位置", "报警", "真实", "误报", "误报率", "最近一次误报"]


@pytest.mark.parametrize("by", ["device", "condition", "place", "nonsense"])
def test_the_page_of_false_alarms_can_be_counted_three_ways(community, by):
    judged("false", device=a_device(org=community), by=a_person(org=community))
    director = a_person(org=community, role=Role.COMMUNITY_DIRECTOR)

    response = signed_in_client(director).get(reverse("monitoring:false-alarms"), {"by": by, "days": "365"})

    assert response.status_code == 200
