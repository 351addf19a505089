"""What a unit that takes part sees of an incident: which units may see how much, changed with a reason."""

from datetime import datetime

from django.db import transaction

from linan.ground.announcements.log import Told, announce_many
from linan.ground.orgs.models import Org
from linan.ground.people.models import Actor
from linan.ground.refusals import NotFound, Refused
from linan.ground.text import noop
from linan.response.announcements import UnitSightSet
from linan.response.domain.sight import Sight
from linan.response.models import Incident, Participation, SightChange


class SightReasonMissing(Refused):
    """What a unit may see is not changed without saying why."""

    code = "sight_reason_missing"
    msgid = noop("Say why this unit is to see more, or less; it stays on record.")


class SightUnchanged(Refused):
    """The unit sees just that already."""

    code = "sight_unchanged"
    status = 409
    msgid = noop("This unit may see just that already. Choose another level, or leave it as it is.")


class SeesByPosition(Refused):
    """The unit of the incident and those above it see it whatever is set here."""

    code = "sees_by_position"
    status = 409
    msgid = noop("This unit sees the incident because it leads here or stands above. That cannot be narrowed.")


@transaction.atomic
def set_sight(*, incident_id: int, unit: Org, sight: Sight, reason: str, by: Actor, now: datetime) -> SightChange:
    """Let a unit that takes part see more or less of an incident; who it was before is kept.

    Raises: SightReasonMissing, NotFound, SeesByPosition, SightUnchanged.
    """
    if not reason.strip():
        raise SightReasonMissing(field="reason")
    rows = Participation._base_manager.select_for_update(of=("self",)).select_related("incident__org")
    part = rows.filter(incident_id=incident_id, org=unit).first()
    if part is None:
        raise NotFound
    if sees_by_position(unit, part.incident):
        raise SeesByPosition
    if part.sight == sight:
        raise SightUnchanged(field="sight")
    change = SightChange._base_manager.create(
        participation=part, before=part.sight, after=sight, reason=reason.strip(), changed_at=now, changed_by_id=by.pk
    )
    Participation._base_manager.filter(pk=part.pk).update(sight=sight)
    _tell(part, sight, by=by, now=now)
    return change


def sees_by_position(unit: Org, incident: Incident) -> bool:
    """Return whether a unit sees an incident without taking part: its own unit, and all above it."""
    return incident.org.path.startswith(unit.path)


def _tell(part: Participation, sight: Sight, *, by: Actor, now: datetime) -> None:
    """Announce on the incident, and to the screens of the unit concerned."""
    incident = part.incident
    event = UnitSightSet(incident_id=incident.pk, unit_id=part.org_id, to=sight)
    shared = [f"shared-{incident.pk}", "incidents"]
    told = [
        Told(event=event, org_id=incident.org_id, about=[f"incident-{incident.pk}", *shared], mode=incident.mode),
        Told(event=event, org_id=part.org_id, about=shared, mode=incident.mode),
    ]
    announce_many(told, by_id=by.pk, now=now)
