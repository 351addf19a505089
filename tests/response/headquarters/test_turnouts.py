"""Turn-outs: who is called, how the clock runs, what an answer and lateness do in the same instant."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse

from linan.ground.access.scopes import everywhere
from linan.ground.announcements.delivery import deliver_announcements
from linan.ground.announcements.models import Logged
from linan.ground.people.models import SYSTEM, Role
from linan.response.actions import close_incident, set_response_level
from linan.response.headquarters.actions.turnouts import (
    CannotComeReasonMissing,
    NobodyInTier,
    TierCalledAlready,
    TierReasonMissing,
    answer_turnout,
    begin_turnout,
    call_out,
    watch_turnouts,
)
from linan.response.headquarters.domain.turnout import Clock, clock_of, shipped, tiers_from
from linan.response.headquarters.models import MemberStatus, Turnout, TurnoutMember
from linan.response.models import CloseReason, Incident, IncidentClass, ResponseLevel
from tests.build import NOW, a_grid, a_person, signed_in_client
from tests.builders.headquarters import a_member
from tests.builders.response import an_incident

FIVE_MIN = timedelta(minutes=5)
RACES = 1000
in_a_test = pytest.mark.usefixtures("unscoped")


def test_the_first_tier_has_five_minutes_to_its_first_on_site():
    tiers = tiers_from(shipped())
    assert tiers[1].arrives_in == FIVE_MIN
    assert list(tiers) == [1, 2, 3]


@pytest.mark.parametrize(
    ("on_site_after_s", "now_s", "clock"),
    [(None, 299, Clock.RUNNING), (None, 301, Clock.LATE), (300, 900, Clock.IN_TIME), (301, 900, Clock.CAME_LATE)],
)
def test_the_clock_says_whether_somebody_was_there_in_time(on_site_after_s, now_s, clock):
    due_at = NOW + FIVE_MIN
    on_site_at = None if on_site_after_s is None else NOW + timedelta(seconds=on_site_after_s)

    assert clock_of(due_at=due_at, on_site_at=on_site_at, now=NOW + timedelta(seconds=now_s)) == clock


@pytest.mark.django_db
@in_a_test
def test_a_fire_calls_its_first_tier_as_soon_as_it_is_opened_and_only_once():
    incident = an_incident()
    in_grid = a_person(role=Role.GRID_MEMBER, org=a_grid(parent=incident.org))
    at_gate = a_person(role=Role.PROPERTY_STAFF, org=incident.org)
    a_person(role=Role.RESPONDER, org=incident.org.parent)

    for _time in range(2):
        deliver_announcements()
        set_response_level(incident_id=incident.pk, level=ResponseLevel.IV, by=SYSTEM, now=NOW)

    turnout = Turnout.objects.get()
    assert (turnout.tier, turnout.due_at - turnout.called_at) == (1, FIVE_MIN)
    assert set(turnout.members.values_list("person_id", flat=True)) == {in_grid.pk, at_gate.pk}


@pytest.mark.django_db
@in_a_test
def test_rain_calls_nobody_before_a_response_is_activated():
    incident = an_incident()
    Incident.objects.filter(pk=incident.pk).update(klass=IncidentClass.NATURAL)
    a_person(role=Role.RESPONDER, org=incident.org)
    set_response_level(incident_id=incident.pk, level=ResponseLevel.III, by=SYSTEM, now=NOW)

    begin_turnout(incident_id=incident.pk, by=SYSTEM, now=NOW)

    assert Turnout.objects.get().tier == 1


@pytest.mark.django_db
@in_a_test
def test_where_nobody_stands_in_the_first_tier_the_second_is_called():
    incident = an_incident()
    officer = a_person(role=Role.STREET_OFFICER, org=incident.org.parent)

    begin_turnout(incident_id=incident.pk, by=SYSTEM, now=NOW)

    assert [(one.turnout.tier, one.person, one.org) for one in TurnoutMember.objects.all()] == [(2, officer, incident.org)]


@pytest.mark.django_db
@in_a_test
def test_the_next_tier_wants_a_reason_people_and_is_called_once():
    incident = an_incident()
    with pytest.raises(NobodyInTier):
        call_out(incident_id=incident.pk, tier=2, reason="火势扩大", by=SYSTEM, now=NOW)
    a_person(role=Role.STREET_OFFICER, org=incident.org.parent)

    with pytest.raises(TierReasonMissing):
        call_out(incident_id=incident.pk, tier=2, reason=" ", by=SYSTEM, now=NOW)
    call_out(incident_id=incident.pk, tier=2, reason="火势扩大", by=SYSTEM, now=NOW)

    with pytest.raises(TierCalledAlready):
        call_out(incident_id=incident.pk, tier=2, reason="再催", by=SYSTEM, now=NOW)
    assert Turnout.objects.get().reason == "火势扩大"


@pytest.mark.django_db
@in_a_test
def test_who_cannot_come_says_why_and_may_come_after_all():
    member = a_member()

    with pytest.raises(CannotComeReasonMissing):
        answer_turnout(member_id=member.pk, to=MemberStatus.UNABLE, by=member.person, now=NOW)
    answer_turnout(member_id=member.pk, to=MemberStatus.UNABLE, reason="在外地", by=member.person, now=NOW)
    again = answer_turnout(member_id=member.pk, to=MemberStatus.ON_THE_WAY, by=member.person, now=NOW)

    assert (again.status, again.reason) == (MemberStatus.ON_THE_WAY, "")


@pytest.mark.django_db
@in_a_test
def test_lateness_is_said_once_and_never_of_a_closed_incident():
    late, closed = a_member().turnout, a_member().turnout
    after = NOW + FIVE_MIN + timedelta(seconds=1)
    close_incident(incident_id=closed.incident_id, reason=CloseReason.SETTLED, summary="误报", by=SYSTEM, now=NOW)

    told = [watch_turnouts(by=SYSTEM, now=moment) for moment in (NOW, after, after + timedelta(days=3), NOW)]

    assert told == [0, 1, 0, 0]
    assert Logged.objects.get(kind="response.TurnoutLate").payload["turnout_id"] == late.pk


@pytest.mark.django_db
@in_a_test
def test_one_touch_on_the_phone_answers_for_oneself_and_nobody_else():
    member = a_member()
    other = a_person(role=Role.RESPONDER, org=member.org)
    address = reverse("headquarters:turnout-answer", args=[member.pk])

    shown = signed_in_client(member.person).get(reverse("headquarters:asked")).content.decode()
    answers = [signed_in_client(one).post(address, {"to": "answered"}).status_code for one in (other, member.person)]

    assert shown.count('name="to" value="answered"') == 1
    assert answers == [403, 302]
    assert TurnoutMember.objects.get().status == MemberStatus.ANSWERED


@pytest.mark.django_db
@in_a_test
@pytest.mark.parametrize(("to", "status"), [("asked", 422), ("flying", 422), ("unable", 422), ("", 422)])
def test_a_made_up_answer_changes_nothing(to, status):
    member = a_member()

    answer = signed_in_client(member.person).post(reverse("headquarters:turnout-answer", args=[member.pk]), {"to": to})

    assert answer.status_code == status
    assert TurnoutMember.objects.get().status == MemberStatus.ASKED


@pytest.mark.django_db
@in_a_test
def test_the_officer_calls_the_second_tier_with_one_press_and_sees_who_comes():
    incident = an_incident()
    street = a_person(role=Role.STREET_OFFICER, org=incident.org.parent)
    client = signed_in_client(a_person(role=Role.DUTY_OFFICER, org=incident.org))
    address = reverse("headquarters:turnout-calling", args=[incident.pk, 2])

    empty = client.post(address, {"reason": ""})
    called = client.post(address, {"reason": "两层起火"})
    board = client.get(reverse("headquarters:turnout", args=[incident.pk])).content.decode()

    assert (empty.status_code, called.status_code) == (422, 302)
    assert street.full_name in board
    assert client.get(reverse("headquarters:turnout-calling", args=[incident.pk, 9])).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_of_a_thousand_who_arrive_as_their_time_runs_out_none_is_told_late_afterwards():
    with everywhere():
        member = a_member()
    after = NOW + FIVE_MIN + timedelta(seconds=1)

    with ThreadPoolExecutor(max_workers=2) as threads:
        wrong = sum(_race(threads, member, after) for _ in range(RACES))
        line = threading.Barrier(2)
        for _ in range(2):
            threads.submit(_hang_up, line)

    assert wrong == 0


def _race(threads: ThreadPoolExecutor, member: TurnoutMember, moment: object) -> bool:
    """Let one arrive while another looks for the late; return whether lateness was told although arrival was first."""
    TurnoutMember._base_manager.update(status=MemberStatus.ON_THE_WAY)
    Turnout._base_manager.update(first_on_site_at=None, late_at=None)
    before = Logged.objects.filter(kind__startswith="response.Turnout").count()
    line = threading.Barrier(2)
    runs = [threads.submit(_arrive, member.pk, line, moment), threads.submit(_watch, line, moment)]
    for run in runs:
        run.result()
    said = list(Logged.objects.filter(kind__startswith="response.Turnout").order_by("pk")[before:].values_list("kind", flat=True))
    return said[-1] != "response.TurnoutAnswered" and len(said) > 1


def _arrive(pk: int, line: threading.Barrier, moment: object) -> None:
    line.wait()
    answer_turnout(member_id=pk, to=MemberStatus.ON_SITE, by=SYSTEM, now=moment)


def _watch(line: threading.Barrier, moment: object) -> None:
    line.wait()
    with everywhere():
        watch_turnouts(by=SYSTEM, now=moment)


def _hang_up(line: threading.Barrier) -> None:
    line.wait()
    connection.close()
