"""What a recipient answers, and what is told at a door."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from linan.ground.moves import move
from linan.ground.people.models import SYSTEM, Actor
from linan.ground.refusals import NotFound, Refused
from linan.ground.text import noop
from linan.response.calls.actions.release import tell_all
from linan.response.calls.announcements import CallAnswered
from linan.response.calls.links import Bearer
from linan.response.calls.models import Call, CallStatus, Message, MessageStatus, Outcome, Recipient
from linan.response.calls.superiors import org_ids_of

ANSWERABLE = frozenset({CallStatus.CALLING, CallStatus.ENDED})


class AnswerMissing(Refused):
    """An answer says what is being done, or why not."""

    code = "answer_missing"
    msgid = noop("Say what you are doing, or why you cannot.")


class CallIsOver(Refused):
    """A stopped call takes no answers."""

    code = "call_is_over"
    status = 409
    msgid = noop("This call was stopped. You do not have to do anything.")


@transaction.atomic
def answer_call(*, bearer: Bearer, answer: str, refuses: bool, needs_help: bool, now: datetime) -> Recipient:
    """Note what a recipient, or who answers in their place, does about a call; nothing is escalated after it.

    Raises: AnswerMissing, CallIsOver, MoveNotAllowed (answered before), NotFound.
    """
    if not answer.strip():
        raise AnswerMissing(field="answer")
    call = _answerable(bearer.recipient_id)
    outcome = Outcome.REFUSED if refuses else Outcome.ACTED
    recipient = move(
        Recipient, bearer.recipient_id, to=outcome, field="outcome", answered_at=now, answered_by_id=bearer.person_id,
        answer=answer.strip()[:200], needs_help=needs_help, next_wave_at=None,
    )
    _settle_messages(recipient, bearer, now=now)
    if not refuses:
        _take_household_along(recipient, now=now)
    event = CallAnswered(call_id=call.pk, recipient_id=recipient.pk, outcome=outcome)
    tell_all(call, event, org_ids=_screens_of(recipient, bearer, now=now), by=SYSTEM, now=now)
    return recipient


@transaction.atomic
def note_read(*, bearer: Bearer, now: datetime) -> int:
    """Note that somebody opened the answer page; return how many messages became read."""
    mine = Message._base_manager.filter(_sent_to(bearer), recipient_id=bearer.recipient_id)
    arrived = mine.filter(status__in=[MessageStatus.HANDED_OVER, MessageStatus.DELIVERED])
    return arrived.update(status=MessageStatus.READ, read_at=now)


@transaction.atomic
def tell_at_door(*, recipient_id: int, said: str, by: Actor, now: datetime) -> Recipient:
    """Note that a household was told at its door: all of it that had not answered. Raises: NotFound, MoveNotAllowed."""
    recipient = move(
        Recipient, recipient_id, to=Outcome.TOLD, field="outcome", answered_at=now, answered_by_id=by.pk,
        answer=said.strip()[:200], last_visit_at=now, next_wave_at=None,
    )
    if recipient.household_id:
        others = Recipient._base_manager.filter(
            call_id=recipient.call_id, household_id=recipient.household_id,
            outcome__in=[Outcome.WAITING, Outcome.NOT_REACHED],
        )
        others.update(outcome=Outcome.TOLD, answered_at=now, answered_by_id=by.pk, next_wave_at=None)
    event = CallAnswered(call_id=recipient.call_id, recipient_id=recipient.pk, outcome=Outcome.TOLD)
    tell_all(recipient.call, event, org_ids=[recipient.org_id], by=by, now=now)
    return recipient


@transaction.atomic
def note_nobody_home(*, recipient_id: int, by: Actor, now: datetime) -> Recipient:
    """Note a knock that nobody answered. Raises: NotFound."""
    recipient = Recipient._base_manager.select_for_update().filter(pk=recipient_id).first()
    if recipient is None:
        raise NotFound
    recipient.visits, recipient.last_visit_at = recipient.visits + 1, now
    recipient.save(update_fields=["visits", "last_visit_at"])
    event = CallAnswered(call_id=recipient.call_id, recipient_id=recipient.pk, outcome="nobody_home")
    tell_all(recipient.call, event, org_ids=[recipient.org_id], by=by, now=now)
    return recipient


def _sent_to(bearer: Bearer) -> Q:
    return Q(person_id=bearer.person_id) if bearer.person_id else Q(person__isnull=True)


def _answerable(recipient_id: int) -> Call:
    recipient = Recipient._base_manager.select_related("call").filter(pk=recipient_id).first()
    if recipient is None:
        raise NotFound
    if recipient.call.status not in ANSWERABLE:
        raise CallIsOver
    return recipient.call


def _screens_of(recipient: Recipient, bearer: Bearer, *, now: datetime) -> list[int]:
    """Return the units in which a screen may still ring for this recipient."""
    people = {one for one in (recipient.person_id, bearer.person_id, recipient.helper_id) if one is not None}
    return org_ids_of(people, now=now) if people else []


def _settle_messages(recipient: Recipient, bearer: Bearer, *, now: datetime) -> None:
    """What the one who answered was sent is acted on; what waits to be sent about this recipient stays here."""
    messages = Message._base_manager.filter(recipient=recipient)
    mine = messages.filter(_sent_to(bearer), status__in=[
        MessageStatus.HANDED_OVER, MessageStatus.DELIVERED, MessageStatus.READ,
    ])
    mine.update(status=MessageStatus.ACTED, ended_at=now)
    messages.filter(status=MessageStatus.QUEUED).update(status=MessageStatus.WITHDRAWN, ended_at=now)


def _take_household_along(recipient: Recipient, *, now: datetime) -> None:
    """Those of the household who cannot be called themselves are reached with the one who answered."""
    if recipient.household_id is None:
        return
    others = Recipient._base_manager.filter(
        call_id=recipient.call_id, household_id=recipient.household_id, resident__phone_sealed="",
        outcome__in=[Outcome.WAITING, Outcome.NOT_REACHED],
    )
    others.update(outcome=Outcome.TOLD, answered_at=now, next_wave_at=None)
