"""The return gate: nobody is home again before a named authority signs that the danger is over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext

from linan.command.domain.doors.states import DoorState
from linan.command.evacuations.actions.changes import Change, take_changes
from linan.command.evacuations.announcements import DangerCleared, HouseholdsReturned, ReturnedEarly
from linan.command.evacuations.models import (
    Clearance,
    DangerZone,
    DoorEntry,
    EarlyReturn,
    ZoneSource,
    ZoneStatus,
)
from linan.ground.announcements.log import announce
from linan.ground.database.storable import storable
from linan.ground.moves import move
from linan.ground.people.models import Actor, Role
from linan.ground.refusals import NotFound, Refused
from linan.ground.text import noop
from linan.logistics.shelters.models import Stay
from linan.response.actions import assign_tasks, open_incident
from linan.response.domain.specs import TaskSpec
from linan.response.models import Incident, IncidentClass, Mode, Task
from linan.response.owners import NobodyToDoIt

# Who brings somebody out again, the first who is there; they stand nearest to the door in the tree.
FETCHERS = (Role.GRID_MEMBER, Role.BUILDING_HEAD, Role.PROPERTY_STAFF)
FETCH_WITHIN = timedelta(minutes=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """Under "danger cleared". authority: the body; official: name and post of who found it safe; finding: on what."""

    authority: str
    official: str
    finding: str


class SignatureIncomplete(Refused):
    """A clearance names who answers for it."""

    code = "signature_incomplete"
    msgid = noop("Name the authority, the person who found it safe with the post, and on what the finding rests.")


class DangerNotCleared(Refused):
    """The gate is shut."""

    code = "danger_not_cleared"
    status = 409
    msgid = noop("The danger is not cleared. Nobody is marked as returned before a named authority has signed.")


class DangerIsCleared(Refused):
    """After the clearance a return is no longer early."""

    code = "danger_is_cleared"
    status = 409
    msgid = noop("The danger is cleared: this household may return. Mark it as returned.")


@transaction.atomic
def sign_danger_cleared(signature: Signature, *, zone_id: int, by: Actor, now: datetime) -> Clearance:
    """Sign that the danger of a zone is over; from then on households may be marked as returned.

    Raises: SignatureIncomplete, NotFound, MoveNotAllowed (signed before), MovedMeanwhile.
    """
    said = [storable(text).strip() for text in (signature.authority, signature.official, signature.finding)]
    if not all(said):
        raise SignatureIncomplete
    authority, official, finding = said
    zone = move(
        DangerZone, zone_id, to=ZoneStatus.DANGER_CLEARED, cleared_at=now, cleared_by_id=by.pk,
        cleared_authority=authority[:120],
    )
    row = Clearance._base_manager.create(
        zone=zone, authority=authority[:120], official=official[:80], finding=finding[:300], signed_at=now, signed_by_id=by.pk
    )
    about = [f"zone-{zone.pk}", "zones", *_evacuations_of(zone), *_incident(zone.incident_id)]
    event = DangerCleared(zone_id=zone.pk, clearance_id=row.pk)
    announce(event, by_id=by.pk, org_id=zone.org_id, about=about, now=now, mode=_mode(zone))
    return row


@transaction.atomic
def mark_returned(*, evacuation_id: int, entry_ids: Sequence[int], by: Actor, now: datetime) -> int:
    """Mark households as home again and return how many were not so before. Raises: DangerNotCleared."""
    rows = DoorEntry._base_manager.select_for_update(of=("self",)).filter(
        evacuation_id=evacuation_id, pk__in=entry_ids, household__isnull=False, returned_at=None
    )
    doors = list(rows.select_related("evacuation__zone").order_by("pk"))
    if not doors:
        return 0
    evacuation = doors[0].evacuation
    if evacuation.zone.status != ZoneStatus.DANGER_CLEARED:
        raise DangerNotCleared
    DoorEntry._base_manager.filter(pk__in=[one.pk for one in doors]).update(returned_at=now, returned_by_id=by.pk)
    event = HouseholdsReturned(evacuation_id=evacuation.pk, households=len(doors))
    about = [f"evacuation-{evacuation.pk}", f"doors-{evacuation.pk}", *_incident(evacuation.incident_id)]
    announce(event, by_id=by.pk, org_id=evacuation.org_id, about=about, now=now, mode=evacuation.mode)
    return len(doors)


@transaction.atomic
def report_early_return(*, entry_id: int, note: str, by: Actor, now: datetime) -> EarlyReturn:
    """Note that a household is at home before the danger is cleared: it is to be told again, and somebody is sent.

    Raises: DangerIsCleared, NotFound (somebody who was met outside any home has none to return to).
    """
    entry = DoorEntry._base_manager.select_for_update(of=("self",)).select_related(
        "evacuation__zone", "evacuation__org", "evacuation__incident", "household__building"
    ).get(pk=entry_id)
    if entry.household is None:
        raise NotFound
    if entry.evacuation.zone.status == ZoneStatus.DANGER_CLEARED:
        raise DangerIsCleared
    said = storable(note).strip()[:200]
    again = Change(client_id=uuid4(), entry_id=entry.pk, to=DoorState.TO_TELL, note=said)
    take_changes([again], door_list_id=entry.door_list_id, phone_now=None, by=by, now=now)
    task = _task(entry, said, by=by, now=now)
    row = EarlyReturn._base_manager.create(entry=entry, at=now, by_id=by.pk, note=said, task=task)
    evacuation = entry.evacuation
    event = ReturnedEarly(evacuation_id=evacuation.pk, early_return_id=row.pk, task_id=task.pk if task else None)
    about = [f"door-{entry.pk}", f"evacuation-{evacuation.pk}", f"doors-{evacuation.pk}", *_incident(evacuation.incident_id)]
    announce(event, by_id=by.pk, org_id=evacuation.org_id, about=about, now=now, mode=evacuation.mode)
    return row


@transaction.atomic
def report_gone_home(*, stay_id: int, household_id: int, by: Actor, now: datetime) -> int:
    """Note that a household went home from a shelter, wherever its danger still stands; return in how many zones.

    A stay of a drill says nothing of a real evacuation.
    """
    mode = Stay._base_manager.filter(pk=stay_id).values_list("opening__mode", flat=True)
    doors = DoorEntry._base_manager.filter(
        household_id=household_id, evacuation__zone__status=ZoneStatus.IN_FORCE, evacuation__mode__in=mode
    ).order_by("pk")
    for entry_id in doors.values_list("pk", flat=True):
        report_early_return(entry_id=entry_id, note=gettext("went home from the shelter"), by=by, now=now)
    return len(doors)


def _task(entry: DoorEntry, note: str, *, by: Actor, now: datetime) -> Task | None:
    """Give the task to fetch a household. None with nobody on duty: the board shows it."""
    incident = _open_incident(entry, by=by, now=now)
    brief = gettext("The danger of “%(zone)s” is not cleared. Go there, bring the household out again and say so on the door list.")
    spec = TaskSpec(
        title=gettext("Came back early: %(place)s") % {"place": entry.where},
        brief=" ".join(filter(None, [brief % {"zone": entry.evacuation.zone.name}, note])),
        role=FETCHERS[0], ladder=FETCHERS[1:], due_in=FETCH_WITHIN,
    )
    try:
        (task,) = assign_tasks(incident_id=incident.pk, specs=[spec], by=by, now=now)
    except NobodyToDoIt:
        return None
    return task


def _open_incident(entry: DoorEntry, *, by: Actor, now: datetime) -> Incident:
    """Return the evacuation's incident; where it has none, or a closed one, open one, on which tasks can hang."""
    evacuation, zone = entry.evacuation, entry.evacuation.zone
    if evacuation.incident is not None and evacuation.incident.is_open:
        return evacuation.incident
    is_natural = zone.source in (ZoneSource.HAZARD_POINT, ZoneSource.WARNING)
    building = entry.home.building
    title = gettext("Came back before the danger was cleared: %(zone)s") % {"zone": zone.name}
    evacuation.incident = open_incident(
        org=evacuation.org, title=title[:120],
        klass=IncidentClass.NATURAL if is_natural else IncidentClass.ACCIDENT, mode=Mode(evacuation.mode), by=by, now=now,
        building_id=building.pk, lon=building.lon, lat=building.lat, place=str(building),
    )
    evacuation.save(update_fields=["incident"])
    return evacuation.incident


def _incident(incident_id: int | None) -> list[str]:
    return [f"incident-{incident_id}"] if incident_id else []


def _evacuations_of(zone: DangerZone) -> list[str]:
    return [name for pk in _evacuation_ids(zone) for name in (f"evacuation-{pk}", f"doors-{pk}")]


def _evacuation_ids(zone: DangerZone) -> list[int]:
    return sorted(DoorEntry._base_manager.filter(evacuation__zone=zone).values_list("evacuation_id", flat=True).distinct())


def _mode(zone: DangerZone) -> str:
    incident: Incident | None = zone.incident
    return incident.mode if incident else "real"
