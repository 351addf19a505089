"""Failures of reactions, counted beside the log, and what an administrator does with dead letters."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F, QuerySet
from django_scopes import scopes_disabled

from linan.ground.announcements.handlers import HANDLERS
from linan.ground.announcements.kinds import event_from
from linan.ground.announcements.models import DeadLetter
from linan.ground.announcements.order import Entry
from linan.ground.clock import now
from linan.ground.log_setup import where_it_arose
from linan.ground.refusals import NotFound, Refused
from linan.ground.text import noop


class NothingReacts(Refused):
    """The handler of a dead letter is no longer part of the program."""

    code = "nothing_reacts"
    status = 409
    msgid = noop("“%(handler)s” is no longer part of the program. Mark the entry as settled instead.")


def dead_letters() -> QuerySet[DeadLetter]:
    """Return the reactions that were given up and that nobody has settled, newest first."""
    return DeadLetter.objects.filter(failures__gte=DeadLetter.GIVEN_UP, resolved_at=None).order_by("-at")


def note_failure(handler: str, entry: Entry, error: Exception) -> int:
    """Count one more failure of a reaction; return how many there are now."""
    letter, _made = DeadLetter.objects.get_or_create(
        handler=handler, logged_id=entry.position.logged_id, defaults={"at": now(), "error": ""}
    )
    DeadLetter.objects.filter(pk=letter.pk).update(failures=F("failures") + 1, at=now(), error=what_failed(error))
    return letter.failures + 1


def failing_rows(handler: str, entries: Sequence[Entry]) -> set[int]:
    """Return the ids of those rows whose reaction failed before."""
    ids = [entry.position.logged_id for entry in entries]
    return set(DeadLetter.objects.filter(handler=handler, logged_id__in=ids).values_list("logged_id", flat=True))


def forget_failure(handler: str, entry: Entry) -> None:
    """Forget the failures of a reaction that succeeded at last."""
    DeadLetter.objects.filter(handler=handler, logged_id=entry.position.logged_id).delete()


def what_failed(error: Exception) -> str:
    """Return the kind of an error and where it arose, without its message, which may hold personal data."""
    name = getattr(error, "code", None) if isinstance(error, Refused) else None
    return "\n".join([str(name or type(error).__qualname__), *where_it_arose(error)])


@transaction.atomic
def retry_dead_letter(*, pk: int, now: datetime) -> DeadLetter:
    """Run the reaction of a dead letter again, here, and settle the letter.

    Raises: NotFound, NothingReacts, and whatever the reaction raises, with all undone.
    """
    letter = _unsettled(pk)
    handler = HANDLERS.get(letter.handler)
    if handler is None:
        raise NothingReacts(handler=letter.handler)
    event = event_from(letter.logged.kind, letter.logged.payload)
    with scopes_disabled():
        handler.react([event] if handler.takes_batch else event)
    return _settle(letter, now=now)


@transaction.atomic
def settle_dead_letter(*, pk: int, now: datetime) -> DeadLetter:
    """Mark a dead letter as settled without running its reaction. Raises: NotFound."""
    return _settle(_unsettled(pk), now=now)


def _unsettled(pk: int) -> DeadLetter:
    letter = dead_letters().select_for_update(of=("self",)).select_related("logged").filter(pk=pk).first()
    if letter is None:
        raise NotFound
    return letter


def _settle(letter: DeadLetter, *, now: datetime) -> DeadLetter:
    letter.resolved_at = now
    letter.save(update_fields=["resolved_at"])
    return letter
