"""What walkers say of doors: taken once, kept whether late or not, and the newest stands."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from linan.command.domain.doors.states import DoorState
from linan.command.domain.doors.times import Said, standing, when_done
from linan.command.evacuations.announcements import DoorsChanged
from linan.command.evacuations.models import DoorChange, DoorEntry, DoorList, Evacuee
from linan.ground.announcements.log import announce
from linan.ground.database.storable import storable
from linan.ground.people.models import Actor

NOTE_MOST = 200
Key = tuple[int, int | None]  # of a door, and of one person behind it (None: the household)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One tap. evacuee_id: None for the whole household; phone_at: None where it was made on a page of this house."""

    client_id: UUID
    entry_id: int
    to: DoorState
    evacuee_id: int | None = None
    note: str = ""
    phone_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """The phone's ids of what the house now holds, and of what belongs to no door of the list."""

    held: Sequence[UUID]
    strange: Sequence[UUID]


@transaction.atomic
def take_changes(
    changes: Sequence[Change], *, door_list_id: int, phone_now: datetime | None, by: Actor, now: datetime
) -> Taken:
    """Keep what was said at the doors of a list, and let the newest of each door stand.

    phone_now: the phone's clock at sending. A change that the house already holds is counted as held and changes nothing.
    """
    door_list = DoorList._base_manager.select_for_update(of=("self",)).select_related("evacuation").get(pk=door_list_id)
    known = _keys_of(door_list)
    fitting = [one for one in changes if (one.entry_id, one.evacuee_id) in known]
    fresh = _not_yet_held(fitting)
    DoorChange._base_manager.bulk_create(_row(one, phone_now=phone_now, by=by, now=now) for one in fresh)
    _let_newest_stand({(one.entry_id, one.evacuee_id) for one in fresh})
    if fresh:
        _tell(door_list, fresh, by=by, now=now)
    return Taken([one.client_id for one in fitting], [one.client_id for one in changes if one not in fitting])


def _keys_of(door_list: DoorList) -> set[Key]:
    people = Evacuee._base_manager.filter(entry__door_list=door_list).values_list("entry_id", "pk")
    doors = DoorEntry._base_manager.filter(door_list=door_list).values_list("pk", flat=True)
    return {*people, *((pk, None) for pk in doors)}


def _not_yet_held(changes: Sequence[Change]) -> list[Change]:
    by_id = {one.client_id: one for one in changes}
    held = DoorChange._base_manager.filter(client_id__in=by_id).values_list("client_id", flat=True)
    for client_id in held:
        by_id.pop(client_id)
    return list(by_id.values())


def _row(change: Change, *, phone_now: datetime | None, by: Actor, now: datetime) -> DoorChange:
    at = now
    if change.phone_at and phone_now:
        at = when_done(phone_at=change.phone_at, phone_now=phone_now, received_at=now)
    return DoorChange(
        entry_id=change.entry_id, evacuee_id=change.evacuee_id, to=change.to, at=at, phone_at=change.phone_at,
        received_at=now, by_id=by.pk, note=storable(change.note).strip()[:NOTE_MOST], client_id=change.client_id,
    )


def _let_newest_stand(keys: Collection[Key]) -> None:
    said: dict[Key, list[DoorChange]] = defaultdict(list)
    for row in DoorChange._base_manager.filter(entry_id__in={entry_id for entry_id, _ in keys}):
        said[row.entry_id, row.evacuee_id].append(row)
    for entry_id, evacuee_id in keys:
        newest = _newest(said[entry_id, evacuee_id])
        columns = {"state": newest.to, "state_at": newest.at, "state_by_id": newest.by_id}
        if evacuee_id is None:
            DoorEntry._base_manager.filter(pk=entry_id).update(**columns)
        else:
            Evacuee._base_manager.filter(pk=evacuee_id).update(**columns)


def _newest(rows: Sequence[DoorChange]) -> DoorChange:
    by_key = {str(one.client_id): one for one in rows}
    best = standing(
        Said(key=key, to=DoorState(one.to), at=one.at, received_at=one.received_at) for key, one in by_key.items()
    )
    return by_key[best.key] if best else rows[0]


def _tell(door_list: DoorList, changes: Sequence[Change], *, by: Actor, now: datetime) -> None:
    evacuation = door_list.evacuation
    event = DoorsChanged(evacuation_id=evacuation.pk, door_list_id=door_list.pk, changes=len(changes))
    doors = sorted({f"door-{one.entry_id}" for one in changes})
    about = [f"doorlist-{door_list.pk}", f"doors-{evacuation.pk}", *doors]
    announce(event, by_id=by.pk, org_id=evacuation.org_id, about=about, now=now, mode=evacuation.mode)
