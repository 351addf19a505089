"""The record of somebody who was taken out against their will."""

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from django.db import transaction

from linan.command.domain.doors.states import DoorState
from linan.command.evacuations.actions.changes import Change, take_changes
from linan.command.evacuations.announcements import EvacuationForced
from linan.command.evacuations.legal import legal_bases
from linan.command.evacuations.models import DoorEntry, Evacuee, ForcedEvacuation
from linan.ground.announcements.log import announce
from linan.ground.database.storable import storable
from linan.ground.people.models import Actor
from linan.ground.refusals import NotFound, Refused
from linan.ground.text import noop


@dataclass(frozen=True, slots=True, kw_only=True)
class Force:
    """Who decided on what right, why, and who carried it out. evacuee_id: None for the whole household."""

    legal_basis: str
    authority: str
    decided_by: str
    officers: str
    reason: str
    evacuee_id: int | None = None


class NobodyRefused(Refused):
    """Force is for those who refuse: everybody else is asked first."""

    code = "nobody_refused"
    status = 409
    msgid = noop("Nobody of this household is recorded as refusing. Record the refusal first: who, and why.")


class ForceIncomplete(Refused):
    """A forced evacuation is not recorded without authority, right, reason and who carried it out."""

    code = "force_incomplete"
    msgid = noop("Name the authority, who decided for it, the article, the reason and who carried it out.")


@transaction.atomic
def force_evacuation(force: Force, *, entry_id: int, by: Actor, now: datetime) -> ForcedEvacuation:
    """Record that a household, or one of it, was taken out by force; from then on they count as being brought out.

    Raises: NotFound, NobodyRefused, ForceIncomplete.
    """
    entry = DoorEntry._base_manager.select_for_update(of=("self",)).select_related("evacuation").get(pk=entry_id)
    _check(force, entry)
    row = ForcedEvacuation._base_manager.create(
        entry=entry, evacuee_id=force.evacuee_id, legal_basis=force.legal_basis, authority=_said(force.authority, 120),
        decided_by=_said(force.decided_by, 80), officers=_said(force.officers, 200), reason=_said(force.reason, 300),
        at=now, by_id=by.pk,
    )
    carried = Change(client_id=uuid4(), entry_id=entry.pk, evacuee_id=force.evacuee_id, to=DoorState.CARRIED)
    take_changes([carried], door_list_id=entry.door_list_id, phone_now=None, by=by, now=now)
    _tell(row, by=by, now=now)
    return row


def _check(force: Force, entry: DoorEntry) -> None:
    people = Evacuee._base_manager.filter(entry=entry)
    if force.evacuee_id is not None:
        people = people.filter(pk=force.evacuee_id)
        if not people:
            raise NotFound
    needed = (force.authority, force.decided_by, force.officers, force.reason)
    if force.legal_basis not in legal_bases() or not all(text.strip() for text in needed):
        raise ForceIncomplete
    if DoorState.REFUSED not in {entry.state, *people.values_list("state", flat=True)}:
        raise NobodyRefused


def _said(text: str, most: int) -> str:
    return storable(text).strip()[:most]


def _tell(row: ForcedEvacuation, *, by: Actor, now: datetime) -> None:
    evacuation = row.entry.evacuation
    event = EvacuationForced(evacuation_id=evacuation.pk, forced_id=row.pk, legal_basis=row.legal_basis)
    incident = [f"incident-{evacuation.incident_id}"] if evacuation.incident_id else []
    about = [f"door-{row.entry_id}", f"doors-{evacuation.pk}", f"evacuation-{evacuation.pk}", *incident]
    announce(event, by_id=by.pk, org_id=evacuation.org_id, about=about, now=now, mode=evacuation.mode)
