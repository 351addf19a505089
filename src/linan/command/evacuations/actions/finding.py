"""Writes to the people behind a door: somebody is met there who is in no register."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from linan.command.evacuations.announcements import PersonFound
from linan.command.evacuations.models import DoorEntry, Evacuee
from linan.ground.announcements.log import announce
from linan.ground.database.storable import storable
from linan.ground.people.models import Actor
from linan.ground.refusals import Refused
from linan.ground.text import noop

NAME_MOST = 60


class NobodyNamed(Refused):
    """Whoever is counted has a name, or is described."""

    code = "nobody_named"
    msgid = noop("Write the name, or how the person can be recognised: everybody counted has one.")


@transaction.atomic
def note_found(*, entry_id: int, name: str, client_id: UUID, by: Actor, now: datetime) -> Evacuee:
    """Count somebody met at a door who is in no register; from then on the board expects one more.

    client_id: of the form; what is sent twice counts once. Raises: NobodyNamed.
    """
    said = storable(name).strip()[:NAME_MOST]
    if not said:
        raise NobodyNamed(field="name")
    entry = DoorEntry._base_manager.select_for_update(of=("self",)).select_related("evacuation").get(pk=entry_id)
    held = Evacuee._base_manager.filter(uid=client_id).first()
    if held is not None:
        return held
    found = Evacuee(entry=entry, uid=client_id, found_at=now, found_by_id=by.pk)
    found.seal_name(said)
    found.save()
    evacuation = entry.evacuation
    about = [f"door-{entry.pk}", f"doorlist-{entry.door_list_id}", f"doors-{evacuation.pk}"]
    event = PersonFound(evacuation_id=evacuation.pk, entry_id=entry.pk)
    announce(event, by_id=by.pk, org_id=evacuation.org_id, about=about, now=now, mode=evacuation.mode)
    return found
