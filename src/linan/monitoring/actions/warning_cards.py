"""What a community does with a warning: reads it, answers it, practises one."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from linan.ground.announcements.kinds import Announcement
from linan.ground.announcements.log import announce
from linan.ground.moves import move
from linan.ground.orgs.models import Org
from linan.ground.people.models import Actor, Person
from linan.ground.refusals import Refused
from linan.ground.text import noop
from linan.monitoring.actions.warnings import Received, take_in
from linan.monitoring.announcements import WarningAnswered, WarningSeen
from linan.monitoring.domain.warnings.formats.cap import CHINA_CODES
from linan.monitoring.domain.warnings.levels import FOUR, categories_of, kinds, step_of
from linan.monitoring.domain.warnings.message import Action, Area, Code, Level, Purpose, WarningMessage, Words
from linan.monitoring.domain.warnings.writing import Relay, write_cap
from linan.monitoring.models import ANSWERS, CardStatus, WarningCard, WarningFile

_EXERCISE_NOTE = "演练 EXERCISE"


class AnswerUnknown(Refused):
    """A proposal is answered in one of three ways."""

    code = "answer_unknown"
    msgid = noop("Say whether the proposal is adopted, changed or declined.")


class AnswerReasonMissing(Refused):
    """Whoever does something else than proposed says why."""

    code = "answer_reason_missing"
    msgid = noop("Say why you change or decline the proposal; the review after the event will ask.")


class ResponseMissing(Refused):
    """A changed proposal says what is done instead."""

    code = "response_missing"
    msgid = noop("Write what is done instead of the proposal.")


class AlreadyOver(Refused):
    """An exercise ends after it begins."""

    code = "already_over"
    msgid = noop("The exercise would be over before it begins. Choose a later end.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What was decided. status: adopted, changed or declined; response: what is done where it was changed."""

    status: str
    response: str = ""
    reason: str = ""


@transaction.atomic
def note_seen(*, card_id: int, by: Person, now: datetime) -> None:
    """Note who read a warning first; a later reading changes nothing."""
    if WarningCard.objects.filter(pk=card_id, seen_at=None).update(seen_at=now, seen_by=by):
        card = WarningCard.objects.select_related("warning").get(pk=card_id)
        _announce(WarningSeen(card_id=card_id), card, by=by, now=now)


@transaction.atomic
def answer_warning(answer: Answer, *, card_id: int, by: Person, now: datetime) -> WarningCard:
    """Answer the proposal of a card; reading is implied.

    Raises: AnswerUnknown, AnswerReasonMissing, ResponseMissing, NotFound, MoveNotAllowed, MovedMeanwhile.
    """
    _check(answer)
    note_seen(card_id=card_id, by=by, now=now)
    card = move(
        WarningCard, card_id, to=answer.status, response=answer.response.strip(), reason=answer.reason.strip(),
        answered_by=by, answered_at=now,
    )
    lag_s = int((now - card.opened_at).total_seconds())
    _announce(WarningAnswered(card_id=card_id, answer=answer.status, lag_s=lag_s), card, by=by, now=now)
    return card


def _check(answer: Answer) -> None:
    if answer.status not in ANSWERS:
        raise AnswerUnknown(field="status")
    if answer.status == CardStatus.CHANGED and not answer.response.strip():
        raise ResponseMissing(field="response")
    if answer.status != CardStatus.ADOPTED and not answer.reason.strip():
        raise AnswerReasonMissing(field="reason")


def _announce(event: Announcement, card: WarningCard, *, by: Actor, now: datetime) -> None:
    about = [f"warning-{card.pk}", "warnings"]
    announce(event, by_id=by.pk, org_id=card.org_id, about=about, now=now, mode=card.warning.mode)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exercise:
    """A warning that is practised: kind by code, ordinal of the four levels, what it says and until when."""

    kind: str
    ordinal: int
    description: str
    ends_at: datetime


class ExerciseUnknown(Refused):
    """An exercise is of a kind and a level that warnings have."""

    code = "exercise_unknown"
    msgid = noop("Choose the kind and the colour of the warning from the lists.")


@transaction.atomic
def begin_exercise(exercise: Exercise, *, org: Org, by: Actor, now: datetime) -> WarningFile:
    """Practise a warning in an organisation: it comes in as CAP with the status Exercise, like a real one.

    Raises: ExerciseUnknown, AlreadyOver.
    """
    if exercise.kind not in kinds() or not 1 <= exercise.ordinal <= 4:
        raise ExerciseUnknown(field="kind")
    if exercise.ends_at <= now:
        raise AlreadyOver(field="ends_at")
    message = _exercise_message(exercise, org, now=now)
    content = write_cap(message, Relay(source=org.name, note=_EXERCISE_NOTE))
    return take_in(Received(content=content, org=org, name=f"{_EXERCISE_NOTE}.xml"), by=by, now=now)


def _exercise_message(exercise: Exercise, org: Org, *, now: datetime) -> WarningMessage:
    level, event = Level(FOUR, exercise.ordinal), kinds()[exercise.kind].title.zh
    headline = f"【演练】{org.name}{event}{step_of(level).title.zh}"
    words = Words("zh-CN", event, headline, exercise.description, "")
    codes = (Code(CHINA_CODES, org.code),) if org.code else ()
    return WarningMessage(
        format="cap-1.2", identifier=f"exercise-{org.pk}-{now:%Y%m%d%H%M%S}", sender=f"linan-{org.pk}", issuer=org.name,
        sent_at=now.replace(microsecond=0), action=Action.ALERT, purpose=Purpose.EXERCISE, kind=exercise.kind,
        categories=categories_of(exercise.kind), level=level, starts_at=now.replace(microsecond=0),
        ends_at=exercise.ends_at.replace(microsecond=0), words=(words,), areas=(Area(org.name, codes),),
    )
