"""The name ledger of an incident: who came to harm."""

from datetime import datetime

from django.db import transaction

from linan.ground.announcements.log import announce
from linan.ground.people.models import Actor
from linan.ground.refusals import Refused
from linan.ground.text import noop
from linan.response.models import Incident
from linan.response.upward.announcements import LedgerChanged
from linan.response.upward.models import LedgerEntry


class StruckAlready(Refused):
    """Another entry took its place."""

    code = "ledger_struck_already"
    status = 409
    msgid = noop("Somebody else changed this entry a moment ago. Look at the ledger again.")


class WhyStruckMissing(Refused):
    """An entry is not taken back without a word."""

    code = "why_struck_missing"
    msgid = noop("Say why the entry no longer holds.")


@transaction.atomic
def enter_person(
    *, incident: Incident, name: str, harm: str, source: str, known_at: datetime, by: Actor, now: datetime
) -> LedgerEntry:
    """Enter one person into the ledger."""
    entry = LedgerEntry(
        org=incident.org, incident=incident, harm=harm, source=source.strip(), known_at=known_at, noted_at=now,
        noted_by_id=by.pk,
    )
    entry.seal_name(name.strip())
    entry.save()
    _tell(entry, by=by, now=now)
    return entry


@transaction.atomic
def change_harm(*, entry_id: int, harm: str, source: str, by: Actor, now: datetime) -> LedgerEntry:
    """Enter what became of a person later; the entry before is struck and kept. Raises: StruckAlready."""
    before = _strike(entry_id, why=source, by=by, now=now)
    entry = LedgerEntry(
        org_id=before.org_id, incident_id=before.incident_id, person_key=before.person_key, name_sealed=before.name_sealed,
        harm=harm, source=source.strip(), known_at=now, noted_at=now, noted_by_id=by.pk,
    )
    entry.save()
    _tell(entry, by=by, now=now)
    return entry


@transaction.atomic
def strike_entry(*, entry_id: int, why: str, by: Actor, now: datetime) -> LedgerEntry:
    """Take an entry back with a reason; it is kept and no longer counts. Raises: WhyStruckMissing, StruckAlready."""
    if not why.strip():
        raise WhyStruckMissing(field="why")
    entry = _strike(entry_id, why=why, by=by, now=now)
    _tell(entry, by=by, now=now)
    return entry


def _strike(entry_id: int, *, why: str, by: Actor, now: datetime) -> LedgerEntry:
    rows = LedgerEntry._base_manager.filter(pk=entry_id, struck_at=None)
    if not rows.update(struck_at=now, struck_by_id=by.pk, why_struck=why.strip()[:200]):
        raise StruckAlready
    return LedgerEntry._base_manager.select_related("incident").get(pk=entry_id)


def _tell(entry: LedgerEntry, *, by: Actor, now: datetime) -> None:
    announce(
        LedgerChanged(incident_id=entry.incident_id, entry_id=entry.pk, harm=entry.harm), by_id=by.pk, org_id=entry.org_id,
        about=[f"ledger-{entry.pk}", f"incident-{entry.incident_id}", "upward"], now=now, mode=entry.incident.mode,
    )
