"""What becomes of a report, from its arrival to the result."""

import uuid
from datetime import timedelta

import pytest

from linan.ground.announcements.models import Logged
from linan.ground.moves import MoveNotAllowed
from linan.ground.people.models import SYSTEM
from linan.response.actions import IncidentIsClosed, close_incident
from linan.response.models import CloseReason
from linan.response.reports.actions import (
    MOST_FROM_ADDRESS,
    AddresseeMissing,
    NotMergeable,
    ResultMissing,
    TooManyReports,
    check_report,
    forward_report,
    merge_report,
    open_incident_of_report,
    own_report,
    receive_report,
    tell_result,
)
from linan.response.reports.models import Channel, Report, ReportKind, ReportStatus
from tests.build import NOW, a_community, a_person
from tests.builders.registry import a_building
from tests.builders.reports import a_report, said
from tests.builders.response import an_incident

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unscoped")]
LATER = NOW + timedelta(minutes=3)


def test_a_report_sent_twice_with_one_key_is_one_report():
    org, words = a_community(), said(key=uuid.uuid4())

    first = receive_report(words, org=org, channel=Channel.WEB, by=SYSTEM, now=NOW)
    again = receive_report(words, org=org, channel=Channel.WEB, by=SYSTEM, now=LATER)

    assert again == first
    assert list(Report.objects.values_list("received_at", flat=True)) == [NOW]
    assert Logged.objects.filter(kind="response.ReportReceived").count() == 1


def test_the_phone_of_a_reporter_is_stored_sealed():
    report = a_report(phone="12000005678")

    assert "12000005678" not in report.phone_sealed
    assert report.opened_phone() == "12000005678"


def test_a_report_takes_the_place_of_its_building():
    building = a_building(lon=118.7, lat=32.1)

    report = a_report(building=building)

    assert (report.lon, report.lat) == (118.7, 32.1)


def test_the_way_of_a_report_leads_over_check_and_owner_to_the_result():
    report, officer = a_report(), a_person()

    check_report(report_id=report.pk, by=officer, now=NOW)
    own_report(report_id=report.pk, owner=officer, by=officer, now=LATER)
    told = tell_result(report_id=report.pk, result=" 已关阀通风 ", by=officer, now=LATER)

    assert (told.status, told.checked_at, told.owner, told.result) == (ReportStatus.TOLD, NOW, officer, "已关阀通风")


def test_a_result_is_told_once():
    report = a_report()
    tell_result(report_id=report.pk, result="已处理", by=SYSTEM, now=NOW)

    with pytest.raises(MoveNotAllowed):
        tell_result(report_id=report.pk, result="又处理", by=SYSTEM, now=LATER)


def test_nothing_is_no_result_and_nobody_is_no_addressee():
    report = a_report()

    with pytest.raises(ResultMissing):
        tell_result(report_id=report.pk, result=" ", by=SYSTEM, now=NOW)
    with pytest.raises(AddresseeMissing):
        forward_report(report_id=report.pk, to=" ", by=SYSTEM, now=NOW)


def test_an_incident_opened_of_a_report_carries_its_kind_place_and_words():
    building, officer = a_building(name="3号楼"), a_person()
    report = a_report(building=building, kind=ReportKind.GAS)

    incident = open_incident_of_report(report_id=report.pk, by=officer, now=NOW)

    report.refresh_from_db()
    assert (incident.title, incident.building, incident.account) == ("3号楼 东门 燃气泄漏", building, "楼道里有燃气味")
    assert (report.incident, report.owner, report.status) == (incident, officer, ReportStatus.OWNED)


def test_a_report_does_not_join_a_closed_incident():
    incident, officer = an_incident(), a_person()
    closed = close_incident(incident_id=incident.pk, reason=CloseReason.SETTLED, summary="已处置", by=SYSTEM, now=NOW)

    with pytest.raises(IncidentIsClosed):
        own_report(report_id=a_report().pk, owner=officer, incident=closed, by=officer, now=LATER)


def test_a_merged_report_keeps_its_words_and_points_to_the_other():
    org = a_community()
    first, second = a_report(org=org), a_report(org=org)

    merge_report(report_id=second.pk, into_id=first.pk, by=SYSTEM, now=LATER)

    second.refresh_from_db()
    assert (second.status, second.merged_into, second.text) == (ReportStatus.MERGED, first, "楼道里有燃气味")
    assert list(first.voices.all()) == [second]


def test_who_was_merged_into_a_report_follows_it_into_the_next():
    org = a_community()
    first, second, third = a_report(org=org), a_report(org=org), a_report(org=org)
    merge_report(report_id=third.pk, into_id=second.pk, by=SYSTEM, now=LATER)

    merge_report(report_id=second.pk, into_id=first.pk, by=SYSTEM, now=LATER)

    assert set(first.voices.all()) == {second, third}


def test_a_report_is_not_merged_into_itself_nor_into_another_community():
    report, foreign = a_report(), a_report()

    for into in (report, foreign):
        with pytest.raises(NotMergeable):
            merge_report(report_id=report.pk, into_id=into.pk, by=SYSTEM, now=LATER)


def test_an_address_that_sends_very_many_reports_waits_and_phone_calls_never_do():
    org = a_community()
    for _ in range(MOST_FROM_ADDRESS):
        receive_report(said(address="203.0.113.9"), org=org, channel=Channel.WEB, by=SYSTEM, now=NOW)

    with pytest.raises(TooManyReports):
        receive_report(said(address="203.0.113.9"), org=org, channel=Channel.WEB, by=SYSTEM, now=LATER)
    other = receive_report(said(address="203.0.113.10"), org=org, channel=Channel.WEB, by=SYSTEM, now=LATER)
    call = receive_report(said(address="203.0.113.9"), org=org, channel=Channel.PHONE, by=SYSTEM, now=LATER)
    afterwards = receive_report(
        said(address="203.0.113.9"), org=org, channel=Channel.WEB, by=SYSTEM, now=NOW + timedelta(minutes=11)
    )

    assert {one.status for one in (other, call, afterwards)} == {ReportStatus.RECEIVED}
    assert "203.0.113" not in other.sender_mark
