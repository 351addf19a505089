"""The daily brief and the work bulletin: the same facts that fill the reports, on screen and as Word files."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from docx import Document

from linan.ground.people.models import SYSTEM, Role
from linan.response.models import Mode, Participation
from linan.response.upward.actions.phone import note_phone_report
from linan.response.upward.briefs import brief_file, daily_brief, work_bulletin
from linan.response.upward.duty_day import duty_day
from tests.build import NOW, a_person, signed_in_client
from tests.builders.upward import a_clocked_incident, a_sent_filing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unscoped")]
# NOW is 03:12 on 15 January where the house stands.
TODAY = date(2026, 1, 15)
HOUR = timedelta(hours=1)


def lines_of(content):
    """Return what a Word file says, paragraph by paragraph."""
    return [line.text.strip() for line in Document(BytesIO(content)).paragraphs if line.text.strip()]


def test_the_brief_of_a_day_says_what_happened_and_what_was_reported():
    incident = a_clocked_incident()
    note_phone_report(incident=incident, org=incident.org, to_name="王芳", said="起火", called_at=NOW, by=SYSTEM, now=NOW)
    a_sent_filing(incident=incident, now=NOW + timedelta(minutes=12))

    brief = daily_brief(duty_day(incident.org, TODAY, now=NOW + HOUR), now=NOW + HOUR)

    said = {section.heading[2:]: section.lines for section in brief.sections}
    assert (brief.name, brief.number, brief.reported_to, brief.title) == (
        "值班快报", 15, "演示街道", "1月14日8时至1月15日8时值班情况（截至1月15日4时12分）",
    )
    assert said["突发事件"] == [
        "共1起，其中1起仍在处置。", "1. 1月15日3时12分，演示社区，演示火灾（事故灾难，等级尚未评定），仍在处置。",
    ]
    assert said["信息报送"] == [
        "书面报告1份，电话报告1次。", "1. 1月15日3时12分，演示社区向演示街道王芳电话报告“演示火灾”。",
        "2. 1月15日3时24分，演示社区向演示街道报送“演示火灾”初报，已报送，待签收。",
    ]


def test_a_day_on_which_nothing_happened_says_so():
    org = a_clocked_incident(mode=Mode.DRILL).org

    brief = daily_brief(duty_day(org, TODAY, now=NOW + 9 * HOUR), now=NOW + 9 * HOUR)

    assert [section.lines[0] for section in brief.sections] == [
        "当日未排班。", "无。", "无。", "研判报警0起；收到群众报事0件。", "无。",
    ]


def test_the_bulletin_of_an_incident_counts_its_days_and_names_those_who_take_part():
    incident = a_clocked_incident()
    beside = a_person(role=Role.DUTY_OFFICER).memberships.get().org
    Participation.objects.create(incident=incident, org=beside, joined_at=NOW)

    brief = work_bulletin(incident, incident.org, now=NOW + 25 * HOUR)

    assert (brief.name, brief.number, brief.title, brief.sent_to) == ("工作快报", 2, "演示火灾处置工作情况", beside.name)
    assert [section.heading for section in brief.sections] == ["一、基本情况", "二、工作进展", "三、下一步工作"]
    assert {figure["name"]: figure["amount"] for figure in brief.figures} == {"叫应到户": "0户", "现场处置": "0人"}


def test_the_bulletin_of_a_drill_says_so_in_its_title_and_at_its_head():
    incident = a_clocked_incident(mode=Mode.DRILL)

    lines = lines_of(brief_file(work_bulletin(incident, incident.org, now=NOW), trace=""))

    assert (lines[0], lines[1], lines[4]) == (
        "【演练】本文仅用于演练，不作为真实情况依据", "工作快报", "【演练】演示火灾处置工作情况",
    )


def test_what_people_wrote_stays_text_in_the_word_file():
    incident = a_clocked_incident()
    type(incident).objects.update(title="<b>火&灾{{ unit }}")
    incident.refresh_from_db()

    lines = lines_of(brief_file(work_bulletin(incident, incident.org, now=NOW), trace=""))

    assert lines[3] == "<b>火&灾{{ unit }}处置工作情况"


def test_both_are_given_out_as_word_files():
    incident = a_clocked_incident()
    officer = signed_in_client(a_person(role=Role.DUTY_OFFICER, org=incident.org))

    page = officer.get(f"/upward/incidents/{incident.pk}/bulletin/").content.decode()
    files = [officer.get(path) for path in (f"/upward/incidents/{incident.pk}/bulletin/word/", "/upward/day/word/?day=2026-01-15")]

    assert "演示火灾处置工作情况" in page
    assert [lines_of(file.content)[0] for file in files] == ["工作快报", "值班快报"]
    assert files[1]["Content-Disposition"] == 'attachment; filename="brief-2026-01-15.docx"'
