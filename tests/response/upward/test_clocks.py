"""Clocks of reporting: begun by an incident, met by a report, told of before they are late."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection

from linan.ground.access.scopes import everywhere
from linan.ground.announcements.delivery import deliver_announcements
from linan.ground.announcements.models import Logged
from linan.ground.orgs.models import Org
from linan.ground.people.models import SYSTEM, Role
from linan.response.actions import close_incident, reopen_incident
from linan.response.calls.models import Call, CallStatus, Recipient
from linan.response.models import CloseReason, IncidentClass, Mode
from linan.response.upward.actions.deadlines import ChangedMeanwhile, add_deadline, set_deadline
from linan.response.upward.actions.dues import open_dues_of_incident
from linan.response.upward.actions.phone import CalledInFuture, note_phone_report
from linan.response.upward.actions.warning import warn_before_late
from linan.response.upward.domain.deadlines import Kind
from linan.response.upward.models import OwnDeadline, ReportDue
from linan.response.upward.queries import deadlines_for
from tests.build import NOW, a_person, signed_in_client
from tests.builders.response import an_incident
from tests.builders.upward import a_clocked_incident, the_due

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unscoped")]


def minutes(number: float) -> timedelta:
    """Return that many minutes."""
    return timedelta(minutes=number)


def report_by_phone(incident):
    """Note a call to the street three minutes after the incident was known."""
    at = NOW + minutes(3)
    return note_phone_report(
        incident=incident, org=incident.org, to_name="王芳", said="东门起火", called_at=at, by=SYSTEM, now=at
    )


def test_an_incident_begins_its_clocks_by_itself():
    incident = an_incident()

    deliver_announcements()

    clocks = ReportDue.objects.filter(incident=incident).values_list("key", "started_at", "due_at")
    assert list(clocks) == [
        ("community-phone", NOW, NOW + minutes(5)), ("community-written", NOW, NOW + minutes(60)),
    ]


def test_telling_twice_that_an_incident_opened_begins_no_clock_twice():
    incident = a_clocked_incident()

    open_dues_of_incident(incident_id=incident.pk, now=NOW)

    assert ReportDue.objects.filter(incident=incident).count() == 2


def test_a_phone_report_stops_its_clock_and_begins_those_of_the_level_above():
    incident = a_clocked_incident()

    report_by_phone(incident)
    deliver_announcements()

    above = ReportDue.objects.filter(incident=incident, org=incident.org.parent).order_by("key").values_list("key", flat=True)
    assert (the_due(incident, "community-phone").met_at, list(above)) == (
        NOW + minutes(3), ["street-phone", "street-written"],
    )


def test_a_call_of_the_future_is_refused():
    incident = a_clocked_incident()

    with pytest.raises(CalledInFuture):
        note_phone_report(
            incident=incident, org=incident.org, to_name="王芳", said="起火", called_at=NOW + minutes(9), by=SYSTEM, now=NOW
        )


def test_the_leader_is_told_at_half_of_the_time_and_the_level_above_at_four_fifths():
    incident = a_clocked_incident()
    report_by_phone(incident)
    a_person(org=incident.org.parent, role=Role.STREET_OFFICER)

    calls = [warn_before_late(now=NOW + minutes(at)) for at in (29, 30, 31, 48, 49, 70)]

    told = Recipient.objects.order_by("call_id").values_list("role", flat=True)
    assert (calls, list(told)) == ([0, 1, 0, 1, 0, 0], [Role.COMMUNITY_DIRECTOR, Role.STREET_OFFICER])


def test_a_jump_of_the_clock_makes_one_call_and_not_four():
    incident = a_clocked_incident(klass=IncidentClass.NATURAL)
    a_person(org=incident.org.parent, role=Role.STREET_OFFICER)

    calls = [warn_before_late(now=NOW + timedelta(hours=23, minutes=59)), warn_before_late(now=NOW + minutes(2))]

    assert (calls, Call.objects.count()) == ([1, 0], 1)


def test_a_clock_that_ran_out_days_ago_wakes_nobody_and_stays_due():
    incident = a_clocked_incident()

    calls = warn_before_late(now=NOW + timedelta(days=3))

    assert (calls, the_due(incident, "community-written").is_running) == (0, True)


def test_an_empty_roster_falls_to_whoever_is_above():
    incident = an_incident()
    open_dues_of_incident(incident_id=incident.pk, now=NOW)
    officer = a_person(org=incident.org.parent, role=Role.STREET_OFFICER)

    warn_before_late(now=NOW + minutes(3))

    assert Recipient.objects.get().person == officer


def test_where_nobody_at_all_is_on_duty_the_log_says_so():
    incident = an_incident()
    open_dues_of_incident(incident_id=incident.pk, now=NOW)

    calls = warn_before_late(now=NOW + minutes(3))

    warned = Logged.objects.get(kind="response.ReportDueWarned")
    assert (calls, warned.payload["people"]) == (0, 0)


def test_the_call_of_a_drill_is_a_drill():
    a_clocked_incident(mode=Mode.DRILL)

    warn_before_late(now=NOW + minutes(3))

    assert Call.objects.get().mode == Mode.DRILL


def test_a_closed_incident_waits_for_its_final_report_and_no_longer_for_news():
    incident = a_clocked_incident(klass=IncidentClass.NATURAL)
    report_by_phone(incident)

    close_incident(incident_id=incident.pk, reason=CloseReason.SETTLED, summary="水已退", by=SYSTEM, now=NOW + minutes(50))
    deliver_announcements()

    running = ReportDue.objects.filter(org=incident.org, met_at=None, dropped_at=None).values_list("key", flat=True)
    assert list(running) == ["community-written", "community-final"]


def test_what_turned_out_to_be_nothing_is_not_waited_for():
    incident = a_clocked_incident()

    close_incident(incident_id=incident.pk, reason=CloseReason.NOT_AN_EMERGENCY, summary="误报", by=SYSTEM, now=NOW + minutes(4))
    deliver_announcements()

    assert ReportDue.objects.filter(met_at=None, dropped_at=None).count() == 0


def test_an_incident_opened_again_waits_for_news_again():
    incident = a_clocked_incident(klass=IncidentClass.NATURAL)
    report_by_phone(incident)
    close_incident(incident_id=incident.pk, reason=CloseReason.SETTLED, summary="水已退", by=SYSTEM, now=NOW + minutes(50))
    deliver_announcements()

    reopen_incident(incident_id=incident.pk, reason="又涨水", by=SYSTEM, now=NOW + minutes(60))
    deliver_announcements()

    running = ReportDue.objects.filter(org=incident.org, met_at=None, dropped_at=None).values_list("key", flat=True)
    assert sorted(running) == ["community-written", "community-zero"]


def test_what_the_street_sets_holds_in_its_communities_and_for_clocks_that_begin_after_it():
    incident = a_clocked_incident()
    street = Org.objects.get(pk=incident.org.parent_id)
    written = next(one.deadline for one in deadlines_for(street) if one.deadline.key == "community-written")

    set_deadline(
        org=street, deadline=type(written)(**{name: getattr(written, name) for name in written.__slots__} | {"within": 30, "unit": "minute"}),
        seen_version=0, reason="街道规定半小时", by=SYSTEM, now=NOW,
    )
    later = a_clocked_incident(org=incident.org)

    allowed = [the_due(one, "community-written").due_at - NOW for one in (incident, later)]
    assert allowed == [minutes(60), minutes(30)]


def test_the_second_of_two_who_change_a_deadline_at_once_is_told():
    org = an_incident().org
    written = next(one.deadline for one in deadlines_for(org) if one.deadline.key == "community-written")
    set_deadline(org=org, deadline=written, seen_version=0, reason="一", by=SYSTEM, now=NOW)

    with pytest.raises(ChangedMeanwhile):
        set_deadline(org=org, deadline=written, seen_version=0, reason="二", by=SYSTEM, now=NOW)


def test_what_was_reported_ends_the_call_that_asked_for_it():
    incident = a_clocked_incident()
    warn_before_late(now=NOW + minutes(2.5))

    report_by_phone(incident)

    assert Call.objects.get().status == CallStatus.ENDED


def test_a_call_for_two_reports_goes_on_until_both_are_there():
    incident = a_clocked_incident()
    warn_before_late(now=NOW + minutes(40))

    report_by_phone(incident)

    assert Call.objects.get().status == CallStatus.CALLING


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", range(10))
def test_nobody_is_called_for_a_report_that_arrives_in_the_same_instant(turn):
    incident = a_clocked_incident()

    with ThreadPoolExecutor(2) as threads:
        both = [threads.submit(_alone, report_by_phone, incident), threads.submit(_alone, warn_at_half)]
        [one.result() for one in both]

    live = Call._base_manager.filter(status=CallStatus.CALLING).count()
    assert (the_due(incident, "community-phone").met_at, live) == (NOW + minutes(3), 0)


def warn_at_half() -> int:
    """Tell people of what has turned three minutes after the incident was known."""
    return warn_before_late(now=NOW + minutes(3))


def _alone(act, *args) -> None:
    """Do something in a thread of its own, with a connection of its own."""
    with everywhere():
        try:
            act(*args)
        finally:
            connection.close()


def test_a_deadline_that_the_street_adds_begins_clocks_in_its_communities_and_ends_when_it_no_longer_holds():
    org = a_clocked_incident().org
    street = Org.objects.get(pk=org.parent_id)
    written = next(one.deadline for one in deadlines_for(street) if one.deadline.key == "community-written")
    follow_up = replace(written, key="", title="两小时续报", kind=Kind.FOLLOW_UP, within=2, is_repeated=True)

    added = add_deadline(org=street, deadline=follow_up, reason="街道规定", by=SYSTEM, now=NOW)
    first = a_clocked_incident(org=org)
    own = next(one.deadline for one in deadlines_for(street) if one.deadline.key == added.key)
    set_deadline(org=street, deadline=replace(own, has_ended=True), seen_version=1, reason="已废止", by=SYSTEM, now=NOW)
    second = a_clocked_incident(org=org)

    assert the_due(first, added.key).due_at == NOW + minutes(120)
    assert ReportDue.objects.filter(incident=second, key=added.key).count() == 0


NEW = {
    "title": "区定续报", "owes": "community", "who": "社区", "to": "街道办事处", "kind": "follow_up", "way": "written", "within": "2",
    "unit": "hour", "counted_from": "known", "klasses": ["natural", "accident"], "sub_codes": "10100，20200", "source": "区应急〔2026〕3号第五条",
    "reason": "区另有规定",
}


def test_a_director_adds_a_deadline_with_its_source_on_the_page():
    director = signed_in_client(a_person(role=Role.COMMUNITY_DIRECTOR))

    answer = director.post("/upward/deadlines/new/", NEW)
    page = director.get("/upward/deadlines/").content.decode()

    kept = OwnDeadline.objects.get().content
    assert (answer.status_code, kept["sub_codes"], kept["klasses"], kept["verified"]) == (
        302, ["10100", "20200"], ["natural", "accident"], False,
    )
    assert "区应急〔2026〕3号第五条" in page


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"verified": "on"}, "quote"), ({"unit": "month"}, "unit"), ({"kind": "supplement"}, "counted_from"),
        ({"window_days": "7"}, "window_days"), ({"sub_codes": "<script>"}, "sub_codes"), ({"source": ""}, "source"),
    ],
)
def test_a_new_deadline_that_does_not_fit_is_refused_beside_its_field(said, field):
    director = signed_in_client(a_person(role=Role.COMMUNITY_DIRECTOR))

    answer = director.post("/upward/deadlines/new/", NEW | said)

    assert (answer.status_code, list(answer.context["form"].errors), OwnDeadline.objects.count()) == (422, [field], 0)
