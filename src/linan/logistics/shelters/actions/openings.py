"""Open a shelter and close it: one owner, a reason, a checklist."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from linan.ground.moves import move
from linan.ground.people.models import Person
from linan.ground.refusals import Refused
from linan.ground.text import noop
from linan.logistics.shelters.actions.telling import tell
from linan.logistics.shelters.announcements import ShelterClosed, ShelterOpened
from linan.logistics.shelters.domain.checklists import missing
from linan.logistics.shelters.models import Opening, OpeningMode, Shelter, ShelterStatus
from linan.logistics.shelters.queries import filling_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """A reason with the checklist gone through. checked: keys of its items; note: what is missing and what is done."""

    reason: str
    checked: frozenset[str]
    note: str = ""


class ReasonMissing(Refused):
    """Opening and closing are decisions, and decisions have reasons."""

    code = "shelter_reason_missing"
    msgid = noop("Write why, in a sentence: the event, and who decided.")


class NoteMissing(Refused):
    """What was not checked is explained."""

    code = "shelter_note_missing"
    msgid = noop("%(count)s points are not checked. Write what is missing and who brings it, then go on.")


class PeopleInside(Refused):
    """A shelter closes empty."""

    code = "people_inside"
    status = 409
    msgid = noop("%(people)s people are still registered here. Check them out with where they went, then close.")


@transaction.atomic
def open_shelter(
    looked: Looked, *, shelter_id: int, owner: Person, mode: OpeningMode, by: Person, now: datetime
) -> Shelter:
    """Open a shelter under one owner. Raises: ReasonMissing, NoteMissing, MoveNotAllowed, MovedMeanwhile."""
    _check(looked, "opening")
    shelter = move(
        Shelter, shelter_id, to=ShelterStatus.OPEN, status_at=now, status_by=by, is_full_by_hand=False
    )
    opening = Opening.objects.create(
        shelter=shelter, mode=mode, owner=owner, reason=looked.reason.strip(), opened_at=now, opened_by=by,
        opening_checks=dict.fromkeys(sorted(looked.checked), True), opening_note=looked.note.strip(),
    )
    event = ShelterOpened(
        shelter_id=shelter.pk, opening_id=opening.pk, owner_id=owner.pk, places=shelter.usable_places
    )
    tell(event, shelter, opening, by=by, now=now)
    return shelter


@transaction.atomic
def close_shelter(looked: Looked, *, shelter_id: int, by: Person, now: datetime) -> Shelter:
    """Close a shelter that everybody has left.

    Raises: ReasonMissing, NoteMissing, PeopleInside, MoveNotAllowed, MovedMeanwhile.
    """
    _check(looked, "closing")
    shelter = Shelter.objects.select_for_update(of=("self",)).get(pk=shelter_id)
    if people := filling_of(shelter).people:
        raise PeopleInside(people=people)
    shelter = move(
        Shelter, shelter_id, to=ShelterStatus.CLOSED, status_at=now, status_by=by, is_full_by_hand=False
    )
    opening = Opening.objects.get(shelter=shelter, closed_at=None)
    Opening.objects.filter(pk=opening.pk).update(
        closed_at=now, closed_by=by, closing_reason=looked.reason.strip(), closing_note=looked.note.strip(),
        closing_checks=dict.fromkeys(sorted(looked.checked), True),
    )
    tell(ShelterClosed(shelter_id=shelter.pk, opening_id=opening.pk), shelter, opening, by=by, now=now)
    return shelter


def _check(looked: Looked, name: str) -> None:
    if not looked.reason.strip():
        raise ReasonMissing(field="reason")
    left = missing(name, looked.checked)
    if left and not looked.note.strip():
        raise NoteMissing(field="note", count=len(left))
