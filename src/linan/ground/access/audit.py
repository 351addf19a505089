"""Reads of personal data leave a trace."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from linan.ground.access.announcements import PersonalDataRevealed
from linan.ground.announcements.log import announce
from linan.ground.people.models import Actor


@transaction.atomic
def note_reading(
    person: Actor, *, what: str, fields: Sequence[str], reason: str, now: datetime, org_id: int | None = None
) -> None:
    """Log that a person read personal fields unmasked.

    what: the row, "resident-7". fields: names of the fields. reason: why, in one of the reader's set phrases.
    """
    revealed = PersonalDataRevealed(what=what, fields=", ".join(fields), reason=reason)
    announce(revealed, by_id=person.pk, org_id=org_id, about=[what, "reveals"], now=now)
