"""Deciding how long readings are kept: never below the law, and nothing goes that nobody agreed to lose."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import transaction

from linan.ground.announcements.log import announce
from linan.ground.orgs.models import Org
from linan.ground.people.models import Person
from linan.ground.refusals import NotFound, Refused
from linan.ground.text import noop
from linan.monitoring.announcements import RetentionDecided
from linan.monitoring.archive.retention import KeptClass, retention
from linan.monitoring.kept import Loss, loss_of
from linan.monitoring.models import KeptTerm

LONGEST_DAYS = 36_500  # a century: longer than any record of a river is asked back


class BelowTheLaw(Refused):
    """A term may not fall below what the law asks."""

    code = "retention_below_the_law"
    msgid = noop("At least %(days)d days are required here. The source stands below.")


class TermOutOfRange(Refused):
    """A term is longer than the days that stay open, and no longer than a century."""

    code = "retention_out_of_range"
    msgid = noop("Choose between %(least)d and %(most)d days.")


class HoursShorterThanReadings(Refused):
    """Hourly figures outlive the readings they are made from."""

    code = "retention_hours_shorter"
    msgid = noop("Keep hourly figures at least as long as the readings they are made from.")


class RetentionReasonMissing(Refused):
    """Whoever decides says why."""

    code = "retention_reason_missing"
    msgid = noop("Say why: an audit will ask for the reason of this term.")


class WouldDelete(Refused):
    """A shorter term lets go what was kept, and that was not agreed to."""

    code = "retention_would_delete"
    status = 409
    msgid = noop("%(days)d days would be deleted for good. Look at what goes and confirm it.")

    def __init__(self, loss: Loss) -> None:
        super().__init__(days=loss.days)
        self.loss = loss


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """How long a class is kept, in days, and why."""

    readings_days: int
    hours_days: int
    reason: str


@transaction.atomic
def decide_term(klass: str, term: Term, *, agreed_days: int, org: Org, by: Person, now: datetime) -> KeptTerm:
    """Keep a class of quantities that long from now on; the archive obeys in the coming night.

    agreed_days: how many days the person was told will go; more than that is not deleted. org: the topmost
    organisation, in whose name it is decided.
    Raises: NotFound, TermOutOfRange, BelowTheLaw, HoursShorterThanReadings, RetentionReasonMissing, WouldDelete.
    """
    if klass not in retention().classes:
        raise NotFound
    _check(term, retention().classes[klass])
    today = now.astimezone(UTC).date()
    loss = loss_of(klass, readings_days=term.readings_days, hours_days=term.hours_days, today=today)
    if loss.days > agreed_days:
        raise WouldDelete(loss)
    row = KeptTerm.objects.create(
        klass=klass, readings_days=term.readings_days, hours_days=term.hours_days, reason=term.reason.strip(), by=by,
        decided_at=now,
    )
    event = RetentionDecided(
        klass=klass, readings_days=term.readings_days, hours_days=term.hours_days, deletes_days=loss.days
    )
    announce(event, by_id=by.pk, org_id=org.pk, about=[f"retention-{klass}", "retention"], now=now)
    return row


def _check(term: Term, klass: KeptClass) -> None:
    least = retention().open_days + 1
    for field in ("readings_days", "hours_days"):
        if not least <= getattr(term, field) <= LONGEST_DAYS:
            raise TermOutOfRange(field=field, least=least, most=LONGEST_DAYS)
    if klass.law and term.readings_days < klass.law.readings_days:
        raise BelowTheLaw(field="readings_days", days=klass.law.readings_days)
    if term.hours_days < term.readings_days:
        raise HoursShorterThanReadings(field="hours_days")
    if not term.reason.strip():
        raise RetentionReasonMissing(field="reason")
