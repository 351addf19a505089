"""What the level above says to a report: received, or a question."""

from datetime import datetime, timedelta

from django.db import transaction

from linan.ground.announcements.kinds import Announcement
from linan.ground.announcements.log import announce
from linan.ground.moves import move
from linan.ground.people.models import Actor
from linan.ground.refusals import Refused
from linan.ground.text import noop
from linan.response.upward.actions.dues import open_question
from linan.response.upward.announcements import FilingAskedBack, FilingReceived
from linan.response.upward.domain.deadlines import rules
from linan.response.upward.models import Filing, FilingStatus, ReceiptWay


class QuestionMissing(Refused):
    """Asking back says what is asked."""

    code = "question_missing"
    msgid = noop("Write what you want to know.")


class ReceiverMissing(Refused):
    """A receipt by phone names who gave it."""

    code = "receiver_missing"
    msgid = noop("Write who confirmed by phone that the report has arrived.")


class ReceiptBeforeSending(Refused):
    """Nothing is received before it is sent, nor later than now."""

    code = "receipt_time_wrong"
    msgid = noop("The receipt lies between the sending and now. Correct the time.")


@transaction.atomic
def receive_filing(*, filing_id: int, by: Actor, now: datetime) -> Filing:
    """Say for the level above that it has the report. Raises: MoveNotAllowed, MovedMeanwhile."""
    filing = move(
        Filing, filing_id, to=FilingStatus.RECEIVED, receipt_way=ReceiptWay.HERE, received_at=now, receipt_by_id=by.pk,
        received_name=str(by),
    )
    _tell(filing, FilingReceived(filing_id=filing.pk, number=filing.number or 0, way=ReceiptWay.HERE), by=by, now=now)
    return filing


@transaction.atomic
def note_receipt(*, filing_id: int, name: str, at: datetime, by: Actor, now: datetime) -> Filing:
    """Note that somebody above confirmed by phone. Raises: ReceiverMissing, ReceiptBeforeSending, MoveNotAllowed."""
    if not name.strip():
        raise ReceiverMissing(field="name")
    sent_at = Filing._base_manager.values_list("sent_at", flat=True).get(pk=filing_id)
    # The form counts in minutes, the sending in microseconds.
    if at > now or (sent_at and at < sent_at.replace(second=0, microsecond=0)):
        raise ReceiptBeforeSending(field="at")
    filing = move(
        Filing, filing_id, to=FilingStatus.RECEIVED, receipt_way=ReceiptWay.PHONE, received_at=at, receipt_by_id=by.pk,
        received_name=name.strip(),
    )
    _tell(filing, FilingReceived(filing_id=filing.pk, number=filing.number or 0, way=ReceiptWay.PHONE), by=by, now=now)
    return filing


@transaction.atomic
def ask_back(*, filing_id: int, question: str, by: Actor, now: datetime) -> Filing:
    """Ask the unit below something about its report, which begins the clock of the answer.

    Raises: QuestionMissing, MoveNotAllowed, MovedMeanwhile.
    """
    if not question.strip():
        raise QuestionMissing(field="question")
    move(Filing, filing_id, to=FilingStatus.ASKED_BACK, question=question.strip(), asked_at=now, asked_by_id=by.pk)
    filing = Filing._base_manager.select_related("org", "incident", "to_org").get(pk=filing_id)
    if filing.to_org:
        within = timedelta(minutes=rules().answer_within_min)
        open_question(incident=filing.incident, org=filing.org, asker=filing.to_org, within=within, by=by, now=now)
    _tell(filing, FilingAskedBack(filing_id=filing.pk, number=filing.number or 0), by=by, now=now)
    return filing


def _tell(filing: Filing, event: Announcement, *, by: Actor, now: datetime) -> None:
    announce(
        event, by_id=by.pk, org_id=filing.org_id,
        about=[f"filing-{filing.pk}", f"incident-{filing.incident_id}", "upward"], now=now, mode=filing.mode,
    )
