"""What providers say became of messages."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from linan.ground.refusals import Refused
from linan.ground.text import noop
from linan.response.calls.actions.answers import answer_call
from linan.response.calls.actions.handing import give_up, tell_moved
from linan.response.calls.domain.letters import Came, Receipt
from linan.response.calls.links import Bearer
from linan.response.calls.models import Message, MessageStatus, Outcome

KEY = "linan-message-"
# A receipt moves a message forward only; one that comes late changes nothing.
STATUS = {
    Came.DELIVERED: MessageStatus.DELIVERED, Came.READ: MessageStatus.READ, Came.ACTED: MessageStatus.READ,
    Came.FAILED: MessageStatus.FAILED,
}
COLUMNS = {Came.DELIVERED: "delivered_at", Came.READ: "read_at", Came.ACTED: "read_at", Came.FAILED: "ended_at"}


class ReceiptForged(Refused):
    """A receipt without the right signature."""

    code = "receipt_forged"
    status = 403
    msgid = noop("This receipt does not carry the signature of its provider.")


class ReceiptUnreadable(Refused):
    """A push that is no receipt."""

    code = "receipt_unreadable"
    status = 400
    msgid = noop("This is not a receipt as the provider describes it.")


@transaction.atomic
def note_receipts(receipts: Sequence[Receipt], *, line_id: int, now: datetime) -> int:
    """Write down receipts of one line; unknown messages and steps back are passed over. Returns how many moved."""
    moved: Counter[int] = Counter()
    for receipt in receipts:
        message = _message_of(receipt, line_id)
        if message is not None and _advance(message, receipt, now=now):
            moved[message.call_id] += 1
            if receipt.came == Came.ACTED and message.recipient_id is not None:
                _answer(message, receipt, now=now)
    tell_moved(dict(moved), now=now)
    return moved.total()


def _message_of(receipt: Receipt, line_id: int) -> Message | None:
    named = Q(provider_id=receipt.provider_id) if receipt.provider_id else Q(pk__in=[])
    number = receipt.key.removeprefix(KEY)
    if receipt.key.startswith(KEY) and number.isdecimal():
        named |= Q(pk=int(number))
    rows = Message._base_manager.select_for_update(of=("self",)).select_related("recipient")
    return rows.filter(named, line_id=line_id).first()


def _advance(message: Message, receipt: Receipt, *, now: datetime) -> bool:
    to = STATUS[receipt.came]
    if to not in Message.MOVES[message.status]:
        return False
    columns = {COLUMNS[receipt.came]: now, "code": receipt.code[:60] or message.code}
    Message._base_manager.filter(pk=message.pk).update(status=to, **columns)
    if to == MessageStatus.FAILED:
        give_up([message.pk], now=now)
    return True


def _answer(message: Message, receipt: Receipt, *, now: datetime) -> None:
    recipient = message.recipient
    if recipient is not None and recipient.outcome in (Outcome.WAITING, Outcome.NOT_REACHED):
        bearer = Bearer(recipient_id=recipient.pk, person_id=message.person_id)
        answer_call(bearer=bearer, answer=receipt.answer or receipt.came, refuses=False, needs_help=False, now=now)
