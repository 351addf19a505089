"""Writes to people in no register: met at a door, or outside any home, with a line or without one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext

from linan.command.domain.doors.times import when_done
from linan.command.evacuations.announcements import PersonFound
from linan.command.evacuations.models import DoorEntry, DoorList, Evacuee
from linan.ground.announcements.log import announce
from linan.ground.database.storable import storable
from linan.ground.people.models import Actor
from linan.ground.refusals import NotFound, Refused
from linan.ground.text import noop

NAME_MOST = 60
PLACE_MOST = 60


class NobodyNamed(Refused):
    """Whoever is counted has a name, or is described."""

    code = "nobody_named"
    msgid = noop("Write the name, or how the person can be recognised: everybody counted has one.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """Somebody in no register. name: or how they can be recognised. entry_id: the door; None: outside any home.

    place: where that was, in words. phone_at: None where it was written on a page of this house.
    """

    client_id: UUID
    name: str
    entry_id: int | None = None
    place: str = ""
    phone_at: datetime | None = None


@transaction.atomic
def note_met(met: Met, *, door_list_id: int, by: Actor, now: datetime) -> Evacuee:
    """Count somebody who is in no register; from then on the board expects one more.

    Whoever comes with a client_id that is held already counts once. Raises: NobodyNamed, NotFound (no such door).
    """
    if not storable(met.name).strip():
        raise NobodyNamed(field="name")
    found = take_met([met], door_list_id=door_list_id, phone_now=None, by=by, now=now)
    if met.client_id not in found:
        raise NotFound
    return found[met.client_id]


@transaction.atomic
def take_met(
    people: Sequence[Met], *, door_list_id: int, phone_now: datetime | None, by: Actor, now: datetime
) -> Mapping[UUID, Evacuee]:
    """Count those whom a walker met, and return who is held, {client_id: person}; a strange door's are left out.

    phone_now: the phone's clock at sending. Nobody is turned away for want of a name: they stand as not known.
    """
    door_list = DoorList._base_manager.select_for_update(of=("self",)).select_related("evacuation").get(pk=door_list_id)
    held = _held(people, door_list)
    doors = {one.pk: one for one in DoorEntry._base_manager.filter(door_list=door_list)}
    for one in people:
        if one.client_id in held or (one.entry_id is not None and one.entry_id not in doors):
            continue
        entry = doors[one.entry_id] if one.entry_id is not None else _outside(one, door_list)
        at = when_done(phone_at=one.phone_at, phone_now=phone_now, received_at=now) if one.phone_at and phone_now else now
        held[one.client_id] = _count(one, entry, at=at, by=by)
        _tell(entry, door_list, by=by, now=now)
    return held


def about_whom(found: Evacuee) -> tuple[int, int | None]:
    """Return the door and, where a household stands behind it, the person: what a word about them is about."""
    return found.entry_id, found.pk if found.entry.household_id else None


def _held(people: Sequence[Met], door_list: DoorList) -> dict[UUID, Evacuee]:
    rows = Evacuee._base_manager.filter(uid__in=[one.client_id for one in people], entry__evacuation=door_list.evacuation_id)
    return {row.uid: row for row in rows.select_related("entry") if row.uid}


def _outside(met: Met, door_list: DoorList) -> DoorEntry:
    last = DoorEntry._base_manager.filter(door_list=door_list).aggregate(last=Max("place_in_order"))["last"]
    return DoorEntry._base_manager.create(
        door_list=door_list, evacuation_id=door_list.evacuation_id, met_at=storable(met.place).strip()[:PLACE_MOST],
        place_in_order=(last or 0) + 1,
    )


def _count(met: Met, entry: DoorEntry, *, at: datetime, by: Actor) -> Evacuee:
    found = Evacuee(entry=entry, uid=met.client_id, found_at=at, found_by_id=by.pk)
    found.seal_name(storable(met.name).strip()[:NAME_MOST] or gettext("Name not known"))
    found.save()
    return found


def _tell(entry: DoorEntry, door_list: DoorList, *, by: Actor, now: datetime) -> None:
    evacuation = door_list.evacuation
    about = [f"door-{entry.pk}", f"doorlist-{door_list.pk}", f"doors-{evacuation.pk}"]
    event = PersonFound(evacuation_id=evacuation.pk, entry_id=entry.pk)
    announce(event, by_id=by.pk, org_id=evacuation.org_id, about=about, now=now, mode=evacuation.mode)
