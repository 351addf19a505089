"""Answering a call, and what silence leads to."""

from datetime import timedelta

import pytest

from linan.ground.announcements.models import Logged
from linan.ground.moves import MoveNotAllowed
from linan.ground.people.models import SYSTEM, Role
from linan.response.calls.actions.answers import AnswerMissing, CallIsOver, answer_call, tell_at_door
from linan.response.calls.actions.release import stop_call
from linan.response.calls.actions.waves import escalate_silence
from linan.response.calls.domain.audience import Audience
from linan.response.calls.links import Bearer
from linan.response.calls.models import Message, MessageStatus, Outcome, Recipient
from linan.response.models import Task
from tests.build import a_community, a_grid, a_person
from tests.builders.calls import a_call, everybody_in, the_recipient
from tests.builders.registry import a_building, a_household, a_resident
from tests.builders.response import an_incident

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unscoped")]
MINUTE = timedelta(minutes=1)


def bearer_of(recipient):
    return Bearer(recipient_id=recipient.pk, person_id=recipient.person_id)


def answer(recipient, *, now, said="马上到", refuses=False):
    return answer_call(bearer=bearer_of(recipient), answer=said, refuses=refuses, needs_help=False, now=now)


def test_an_answer_ends_the_waiting_and_withdraws_what_has_not_left(now):
    recipient = the_recipient(a_call(now=now))

    answer(recipient, now=now)

    recipient.refresh_from_db()
    assert (recipient.outcome, recipient.answer, recipient.next_wave_at) == (Outcome.ACTED, "马上到", None)
    assert Message.objects.get().status == MessageStatus.WITHDRAWN


def test_who_has_answered_is_never_passed_on(now):
    recipient = the_recipient(a_call(now=now))
    answer(recipient, now=now)

    passed_on = escalate_silence(now=now + 60 * MINUTE)

    assert passed_on == 0
    assert Message.objects.filter(wave__gt=0).count() == 0


def test_silence_goes_to_the_deputy_and_then_to_the_leader(now):
    org = a_community()
    silent, deputy = a_person(role=Role.GRID_MEMBER, org=org), a_person(role=Role.GRID_MEMBER, org=org)
    leader = a_person(role=Role.COMMUNITY_DIRECTOR, org=org)
    call = a_call(org=org, audience=Audience(people=(silent.pk,)), now=now)

    for minute in range(1, 8):
        escalate_silence(now=now + minute * MINUTE)

    told = list(Message.objects.order_by("wave").values_list("step", "person_id"))
    assert told == [("recipient", silent.pk), ("deputy", deputy.pk), ("leader", leader.pk)]
    assert the_recipient(call).outcome == Outcome.NOT_REACHED


def test_a_deputys_answer_counts_and_is_noted_as_theirs(now):
    org = a_community()
    silent, deputy = a_person(role=Role.GRID_MEMBER, org=org), a_person(role=Role.GRID_MEMBER, org=org)
    recipient = the_recipient(a_call(org=org, audience=Audience(people=(silent.pk,)), now=now))
    for minute in (1, 2, 3):
        escalate_silence(now=now + minute * MINUTE)

    answer_call(
        bearer=Bearer(recipient_id=recipient.pk, person_id=deputy.pk), answer="我去", refuses=False, needs_help=False,
        now=now + 4 * MINUTE,
    )

    recipient.refresh_from_db()
    assert (recipient.outcome, recipient.answered_by) == (Outcome.ACTED, deputy)


def test_an_answer_without_words_is_refused(now):
    recipient = the_recipient(a_call(now=now))

    with pytest.raises(AnswerMissing):
        answer(recipient, said="  ", now=now)


def test_a_second_answer_does_not_undo_the_first(now):
    recipient = the_recipient(a_call(now=now))
    answer(recipient, now=now)

    with pytest.raises(MoveNotAllowed):
        answer(recipient, said="去不了", refuses=True, now=now)

    recipient.refresh_from_db()
    assert recipient.outcome == Outcome.ACTED


def test_a_stopped_call_takes_no_answers(now):
    call = a_call(now=now)
    stop_call(call_id=call.pk, by=SYSTEM, now=now)

    with pytest.raises(CallIsOver):
        answer(the_recipient(call), now=now)


def test_everybody_in_a_building_is_called_and_who_has_no_phone_goes_with_the_household(now):
    home = a_household(building=a_building())
    grown, child = a_resident(household=home), a_resident(household=home, phone="")
    call = a_call(org=home.org, audience=everybody_in(home.building), now=now)

    answer(Recipient.objects.get(resident=grown), now=now)

    assert (call.people, call.households) == (2, 1)
    assert Recipient.objects.get(resident=child).outcome == Outcome.TOLD


def test_a_silent_household_becomes_a_task_of_the_grid_member_of_its_building(now):
    community = a_community()
    grid = a_grid(parent=community)
    walker = a_person(role=Role.GRID_MEMBER, org=grid)
    home = a_household(building=a_building(org=community, name="3幢", grid=grid))
    a_resident(household=home)
    incident = an_incident(org=community, building=home.building)
    call = a_call(org=community, audience=everybody_in(home.building), incident=incident, now=now)

    for minute in range(1, 8):
        escalate_silence(now=now + minute * MINUTE)

    assert Task.objects.get().title == "敲门：3幢 1 户"
    assert (the_recipient(call).outcome, the_recipient(call).helper) == (Outcome.NOT_REACHED, walker)


def test_an_answer_from_one_who_lives_there_spares_the_household_the_knock(now):
    home = a_household(building=a_building())
    awake, asleep = a_resident(household=home), a_resident(household=home, phone="12000001235")
    a_person(role=Role.GRID_MEMBER, org=home.org)
    a_call(org=home.org, audience=everybody_in(home.building), now=now)
    answer(Recipient.objects.get(resident=awake), now=now)

    for minute in range(1, 8):
        escalate_silence(now=now + minute * MINUTE)

    left = Recipient.objects.get(resident=asleep)
    assert (left.outcome, left.helper) == (Outcome.NOT_REACHED, None)


def test_a_knock_reaches_the_whole_household(now):
    home = a_household(building=a_building())
    a_resident(household=home)
    a_resident(household=home, phone="12000001235")
    walker = a_person(role=Role.GRID_MEMBER, org=home.org)
    a_call(org=home.org, audience=everybody_in(home.building), now=now)
    for minute in range(1, 8):
        escalate_silence(now=now + minute * MINUTE)

    tell_at_door(recipient_id=Recipient.objects.order_by("pk").first().pk, said="老人已下楼", by=walker, now=now)

    assert set(Recipient.objects.values_list("outcome", "helper")) == {(Outcome.TOLD, walker.pk)}


def test_an_answer_stands_on_the_timeline_of_the_incident(now):
    incident = an_incident()
    recipient = the_recipient(a_call(org=incident.org, incident=incident, now=now))

    answer(recipient, now=now)

    kinds = Logged.objects.filter(about__contains=[f"incident-{incident.pk}"]).order_by("id").values_list("kind", flat=True)
    assert list(kinds) == ["response.IncidentOpened", "response.CallReleased", "response.CallAnswered"]
