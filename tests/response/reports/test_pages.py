"""The duty officer's desk of reports, over HTTP."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from linan.ground.announcements.models import Logged
from linan.ground.people.models import Role
from linan.response.reports.models import Channel, Report, ReportStatus
from tests.build import a_community, a_person, signed_in_client
from tests.builders.registry import a_building
from tests.builders.reports import a_report, said

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unscoped")]


@pytest.fixture
def community():
    return a_community()


@pytest.fixture
def desk(community):
    return signed_in_client(a_person(org=community, role=Role.DUTY_OFFICER))


def test_the_list_shows_what_waits_first(desk, community):
    building = a_building(org=community, name="3号楼")
    settled = a_report(org=community)
    desk.post(reverse("reports:result", args=[settled.pk]), {"result": "已处理"})
    waiting = a_report(building=building)

    page = desk.get(reverse("reports:reports")).context["page"]

    assert [one.pk for one in page] == [waiting.pk, settled.pk]


def test_a_phone_call_becomes_a_report_of_the_officer_who_took_it(desk, community):
    said()
    building = a_building(org=community, name="3号楼")

    answer = desk.post(
        reverse("reports:phone-call"),
        {"key": str(uuid.uuid4()), "kind": "lift", "text": "电梯停在四楼", "building": building.pk, "phone": "12000000001"},
    )

    report = Report.objects.get()
    assert answer.headers["Location"] == reverse("reports:report", args=[report.pk])
    assert (report.channel, report.org, report.received_by.memberships.get().org) == (Channel.PHONE, community, community)


def test_a_report_shows_what_may_be_the_same_and_merges_with_one_press(desk, community):
    building = a_building(org=community)
    first, second = a_report(building=building), a_report(building=building)

    page = desk.get(reverse("reports:report", args=[second.pk])).context["page"]
    desk.post(reverse("reports:merging", args=[second.pk, first.pk]))

    second.refresh_from_db()
    assert page.duplicates == [first]
    assert second.status == ReportStatus.MERGED
    assert desk.get(reverse("reports:report", args=[first.pk])).context["page"].voices == [second]


def test_an_incident_is_opened_with_one_press_and_the_next_report_joins_it(desk, community):
    first, second = a_report(org=community), a_report(org=community)

    desk.post(reverse("reports:incident-opening", args=[first.pk]))
    first.refresh_from_db()
    desk.post(reverse("reports:incident-joining", args=[second.pk, first.incident_id]))

    second.refresh_from_db()
    assert second.incident == first.incident
    assert second.status == ReportStatus.OWNED


def test_the_phone_is_masked_until_it_is_asked_for_and_the_log_keeps_who_asked(desk, community):
    report = a_report(org=community, phone="12000005678")

    masked = desk.get(reverse("reports:report", args=[report.pk])).content.decode()
    shown = desk.post(reverse("reports:phone", args=[report.pk])).content.decode()

    assert "12000005678" not in masked
    assert "•••• 5678" in masked
    assert "12000005678" in shown
    assert Logged.objects.filter(kind="response.ReporterPhoneShown", about__contains=[f"report-{report.pk}"]).count() == 1


def test_a_report_that_is_not_ours_is_passed_on_with_one_press_and_the_reporter_sees_to_whom(desk, community):
    report = a_report(org=community)

    page = desk.get(reverse("reports:report", args=[report.pk])).content.decode()
    desk.post(reverse("reports:forwarding", args=[report.pk]), {"to": "燃气公司"})
    receipt = Client().get(reverse("portal:receipt", args=[report.code])).content.decode()

    assert '<button class="button" name="to" value="燃气公司">' in page
    assert "已转给燃气公司处理" in receipt


def test_of_two_merged_reports_both_are_heard(desk, community):
    first, second = a_report(org=community), a_report(org=community, phone="12000001234")
    Report.objects.filter(pk=second.pk).update(text="地下室也有味道")

    desk.post(reverse("reports:merging", args=[second.pk, first.pk]))
    page = desk.get(reverse("reports:report", args=[first.pk])).content.decode()
    desk.post(reverse("reports:result", args=[first.pk]), {"result": "已关阀"})
    receipts = [Client().get(reverse("portal:receipt", args=[one.code])).content.decode() for one in (first, second)]

    assert "楼道里有燃气味" in page
    assert "地下室也有味道" in page
    assert ["已关阀" in one for one in receipts] == [True, True]
