"""What providers say became of messages: believed only with their signature."""

import json
from datetime import timedelta

import pytest
from django.test import Client

from linan.ground.clock import now as clock
from linan.response.calls.actions.receipts import note_receipts
from linan.response.calls.channels._signing import signature
from linan.response.calls.domain.letters import Came, Receipt
from linan.response.calls.domain.waves import To, Wave
from linan.response.calls.models import Message, MessageStatus, Outcome, Recipient
from tests.builders.calls import a_call, a_line, everybody_in
from tests.builders.registry import a_building, a_household, a_resident

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unscoped")]
BY_WEBHOOK = (Wave(To.RECIPIENT, ("webhook",), 60), Wave(To.RECIPIENT, ("in_app",), 60))


@pytest.fixture
def message(now):
    home = a_household(building=a_building())
    a_resident(household=home)
    a_line(org=home.org, kind="webhook", secrets={"secret": "s"})
    a_call(org=home.org, audience=everybody_in(home.building), waves=BY_WEBHOOK, now=now)
    Message._base_manager.update(status=MessageStatus.HANDED_OVER, provider_id="p1")
    return Message._base_manager.select_related("line").get()


def push(message, came="delivered", *, secret="s", **columns):
    body = json.dumps({"receipts": [{"key": f"linan-message-{message.pk}", "came": came, **columns}]}).encode()
    headers = {"X-Linan-Signature": signature(body, secret=secret, at=clock())}
    address = f"/calls/receipts/{message.line.uid}/"
    return Client().post(address, body, content_type="application/json", headers=headers)


def test_a_signed_receipt_says_that_the_message_was_delivered(message):
    answer = push(message)

    message.refresh_from_db()
    assert (answer.status_code, answer.json()) == (200, {"received": True})
    assert message.status == MessageStatus.DELIVERED


def test_a_forged_receipt_is_refused_and_changes_nothing(message):
    answer = push(message, secret="guessed")

    message.refresh_from_db()
    assert answer.status_code == 403
    assert message.status == MessageStatus.HANDED_OVER


def test_a_receipt_of_another_line_changes_nothing(message, now):
    other = a_line(org=message.line.org, kind="webhook", secrets={"secret": "s"})

    moved = note_receipts([Receipt(Came.DELIVERED, provider_id="p1")], line_id=other.pk, now=now)

    assert moved == 0


def test_a_push_that_is_no_receipt_is_refused(message):
    answer = push(message, came="eaten")

    assert answer.status_code == 400


def test_a_receipt_that_comes_late_does_not_take_a_message_back(message, now):
    note_receipts([Receipt(Came.READ, provider_id="p1")], line_id=message.line_id, now=now)

    note_receipts([Receipt(Came.DELIVERED, provider_id="p1")], line_id=message.line_id, now=now)

    message.refresh_from_db()
    assert message.status == MessageStatus.READ


def test_an_answer_given_at_the_provider_is_an_answer(message, now):
    note_receipts([Receipt(Came.ACTED, provider_id="p1", answer="1")], line_id=message.line_id, now=now)

    message.refresh_from_db()
    assert (message.status, Recipient._base_manager.get().outcome) == (MessageStatus.ACTED, Outcome.ACTED)


def test_a_message_that_failed_after_all_sends_the_recipient_on_at_once(message, now):
    later = now + timedelta(seconds=5)

    note_receipts([Receipt(Came.FAILED, provider_id="p1", code="MK:0001")], line_id=message.line_id, now=later)

    message.refresh_from_db()
    assert (message.status, message.code) == (MessageStatus.FAILED, "MK:0001")
    assert Recipient._base_manager.get().next_wave_at == later
