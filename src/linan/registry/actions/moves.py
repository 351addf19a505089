"""People who move in, to another door, or away; where they lived stays on record."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from linan.ground.announcements.log import announce
from linan.ground.people.models import Actor
from linan.ground.refusals import NotFound, Refused
from linan.ground.text import noop
from linan.registry.actions.entries import announce_household
from linan.registry.announcements import ResidentMoved
from linan.registry.models import Household, HouseMove, MoveKind, Resident


class AlreadyThere(Refused):
    """The person lives behind that door."""

    code = "already_there"
    status = 409
    msgid = noop("The person already lives there. Choose another door.")


class AlreadyAway(Refused):
    """The person has moved out before."""

    code = "already_away"
    status = 409
    msgid = noop("The person has already moved out. Choose the door of moving back in.")


class NotYet(Refused):
    """A move lies in the future."""

    code = "not_yet"
    msgid = noop("This day has not come yet. Enter the move on the day it happens.")


@transaction.atomic
def move_in(*, resident_id: int, household: Household, on: date, by: Actor, now: datetime) -> HouseMove:
    """Let a person live in another household, or in one again. Raises: AlreadyThere, NotYet."""
    resident = _locked(resident_id)
    if resident.household_id == household.pk:
        raise AlreadyThere(field="door")
    kind = MoveKind.WITHIN if resident.household_id else MoveKind.IN
    return _moved(resident, kind, household, on=on, by=by, now=now)


@transaction.atomic
def move_out(*, resident_id: int, kind: MoveKind, on: date, by: Actor, now: datetime) -> HouseMove:
    """Let a person live here no longer; kind: away or deceased. Raises: AlreadyAway, NotYet."""
    resident = _locked(resident_id)
    if resident.household_id is None:
        raise AlreadyAway(field="kind")
    return _moved(resident, kind, None, on=on, by=by, now=now)


def _moved(
    resident: Resident, kind: MoveKind, to: Household | None, *, on: date, by: Actor, now: datetime
) -> HouseMove:
    if on > localdate(now):
        raise NotYet(field="moved_on")
    left, resident.household = resident.household, to
    resident.save(update_fields=["household"])
    noted = HouseMove.objects.create(
        org_id=resident.org_id, resident=resident, kind=kind, left=left, entered=to, moved_on=on, noted_at=now,
        noted_by_id=by.pk,
    )
    for household in (left, to):
        if household:
            announce_household(household, by=by, now=now)
    event = ResidentMoved(resident_id=resident.pk, how=kind)
    announce(event, by_id=by.pk, org_id=resident.org_id, about=[f"resident-{resident.pk}", "residents"], now=now)
    return noted


def _locked(resident_id: int) -> Resident:
    rows = Resident.objects.select_for_update(of=("self",)).select_related("household")
    resident = rows.filter(pk=resident_id).first()
    if resident is None:
        raise NotFound
    return resident
