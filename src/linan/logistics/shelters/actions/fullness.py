"""Full and not full: reckoned from the stays, or said by a person."""

from datetime import datetime

from django.db import transaction

from linan.ground.announcements.kinds import Announcement
from linan.ground.moves import move
from linan.ground.people.models import Actor, Person
from linan.logistics.shelters.actions.telling import tell
from linan.logistics.shelters.announcements import ShelterFilled, ShelterFreed
from linan.logistics.shelters.models import Shelter, ShelterStatus
from linan.logistics.shelters.queries import filling_of, open_opening


@transaction.atomic
def declare_full(*, shelter_id: int, by: Person, now: datetime) -> Shelter:
    """Say that a shelter takes nobody more, whatever the figures say. Raises: MoveNotAllowed, MovedMeanwhile."""
    shelter = move(
        Shelter, shelter_id, to=ShelterStatus.FULL, status_at=now, status_by=by, is_full_by_hand=True
    )
    people = filling_of(shelter).people
    event = ShelterFilled(shelter_id=shelter.pk, people=people, by_hand=True)
    tell(event, shelter, open_opening(shelter.pk), by=by, now=now)
    return shelter


@transaction.atomic
def declare_free(*, shelter_id: int, by: Person, now: datetime) -> Shelter:
    """Say that a shelter takes people again; where only the reserve is left it stays full by reckoning.

    Raises: MoveNotAllowed, MovedMeanwhile.
    """
    shelter = move(
        Shelter, shelter_id, to=ShelterStatus.OPEN, status_at=now, status_by=by, is_full_by_hand=False
    )
    event = ShelterFreed(shelter_id=shelter.pk, people=filling_of(shelter).people)
    tell(event, shelter, open_opening(shelter.pk), by=by, now=now)
    return reckon_fullness(shelter, by=by, now=now)


def reckon_fullness(shelter: Shelter, *, by: Actor, now: datetime) -> Shelter:
    """Move a shelter between open and full as its stays say; what a person said by hand stands.

    The caller holds the shelter's row.
    """
    state = filling_of(shelter)
    event: Announcement
    if shelter.status == ShelterStatus.OPEN and state.is_full:
        to, event = ShelterStatus.FULL, ShelterFilled(shelter_id=shelter.pk, people=state.people, by_hand=False)
    elif shelter.status == ShelterStatus.FULL and not state.is_full and not shelter.is_full_by_hand:
        to, event = ShelterStatus.OPEN, ShelterFreed(shelter_id=shelter.pk, people=state.people)
    else:
        return shelter
    tell(event, shelter, open_opening(shelter.pk), by=by, now=now)
    return move(Shelter, shelter.pk, to=to, status_at=now, status_by_id=by.pk, is_full_by_hand=False)
