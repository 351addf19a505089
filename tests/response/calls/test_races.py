"""An answer and an escalation in the same instant, on a real PostgreSQL, a thousand times."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from random import Random

import pytest
from django.db import connection

from linan.ground.access.scopes import everywhere
from linan.ground.people.models import Membership, Person, Role
from linan.response.calls.actions.answers import answer_call
from linan.response.calls.actions.handing import Handed, settle_messages
from linan.response.calls.actions.waves import escalate_silence
from linan.response.calls.domain.audience import Audience
from linan.response.calls.domain.letters import refused
from linan.response.calls.domain.waves import To, Wave
from linan.response.calls.links import Bearer
from linan.response.calls.models import Message, MessageStatus, Outcome, Recipient, Rules
from tests.build import JOINED, NOW, a_community, a_person
from tests.builders.calls import a_call

RACES = 1000
FEW = 100
TWICE = (Wave(To.RECIPIENT, ("in_app",), 60), Wave(To.RECIPIENT, ("in_app",), 60))


@pytest.mark.django_db(transaction=True)
def test_of_a_thousand_answers_none_is_followed_by_an_escalation():
    org = a_community()
    Rules.objects.create(mass_from=RACES + 1)
    people = Person.objects.bulk_create(Person(username=f"v{n}", full_name=f"演示志愿者{n}") for n in range(RACES))
    Membership.objects.bulk_create(Membership(person=one, org=org, role=Role.VOLUNTEER, from_at=JOINED) for one in people)
    call = a_call(org=org, audience=Audience(roles=(Role.VOLUNTEER,)), waves=TWICE)
    recipients = list(Recipient._base_manager.filter(call=call))
    Recipient._base_manager.update(next_wave_at=None)

    with ThreadPoolExecutor(max_workers=2) as threads:
        for one in recipients:
            _race(threads, one)
        line = threading.Barrier(2)
        for _ in range(2):
            threads.submit(_hang_up, line)

    rows = Recipient._base_manager.filter(call=call)
    assert rows.exclude(outcome=Outcome.ACTED).count() == 0
    assert Message._base_manager.filter(call=call, status=MessageStatus.QUEUED).count() == 0
    assert _still_called(call.pk) == []
    with everywhere():
        assert escalate_silence(now=NOW + timedelta(days=1)) == 0


@pytest.mark.django_db(transaction=True)
def test_an_answer_and_a_refusal_of_the_gateway_never_wait_for_each_other():
    org = a_community()
    Rules.objects.create(mass_from=RACES + 1)
    for _ in range(FEW):
        a_person(role=Role.VOLUNTEER, org=org)
    call = a_call(org=org, audience=Audience(roles=(Role.VOLUNTEER,)), waves=TWICE)
    messages = list(Message._base_manager.filter(call=call).select_related("call", "recipient"))

    with ThreadPoolExecutor(max_workers=2) as threads:
        for one in messages:
            line = threading.Barrier(2)
            runs = [threads.submit(_answer, one.recipient, line), threads.submit(_refuse, one, line)]
            for run in runs:
                run.result()
        line = threading.Barrier(2)
        for _ in range(2):
            threads.submit(_hang_up, line)

    assert Recipient._base_manager.exclude(outcome=Outcome.ACTED).count() == 0
    assert Message._base_manager.filter(status=MessageStatus.QUEUED).count() == 0


def _race(threads: ThreadPoolExecutor, recipient: Recipient) -> None:
    """Let one thread answer while another passes the same silence on; either may come first."""
    Recipient._base_manager.filter(pk=recipient.pk).update(next_wave_at=NOW)
    line = threading.Barrier(2)
    runs = [threads.submit(_answer, recipient, line), threads.submit(_escalate, line)]
    for run in runs:
        run.result()


def _answer(recipient: Recipient, line: threading.Barrier) -> None:
    line.wait()
    bearer = Bearer(recipient_id=recipient.pk, person_id=recipient.person_id)
    answer_call(bearer=bearer, answer="马上到", refuses=False, needs_help=False, now=NOW)


def _refuse(message: Message, line: threading.Barrier) -> None:
    line.wait()
    settle_messages([Handed(message, refused("550"))], now=NOW, dice=Random(1))


def _escalate(line: threading.Barrier) -> None:
    line.wait()
    with everywhere():
        escalate_silence(now=NOW)


def _hang_up(line: threading.Barrier) -> None:
    line.wait()
    connection.close()


def _still_called(call_id: int) -> list[int]:
    """Return the recipients about whom a second message may still leave."""
    second = Message._base_manager.filter(call_id=call_id, wave=1).exclude(status=MessageStatus.WITHDRAWN)
    return list(second.values_list("recipient_id", flat=True))
