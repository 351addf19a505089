"""Writes to the plan of an evacuation: asking for it, its stages, its end, the stop button."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from procrastinate.contrib.django import app

from linan.command.evacuations.announcements import (
    EvacuationEnded,
    EvacuationPlanned,
    PlanImproved,
    PlanningBegun,
    PlanningFailed,
)
from linan.command.evacuations.models import DangerZone, Evacuation, EvacuationStatus, Solution, ZoneStatus
from linan.ground.announcements.kinds import Announcement
from linan.ground.announcements.log import announce
from linan.ground.moves import MoveNotAllowed, move
from linan.ground.people.models import Actor
from linan.ground.refusals import Refused
from linan.ground.text import Sentence, noop
from linan.response.models import Mode

PLAN = "evacuations.plan"
_MINUTE_S = 60


class NoShelterChosen(Refused):
    """A plan needs somewhere to lead to."""

    code = "no_shelter_chosen"
    msgid = noop("Choose at least one shelter outside the zone.")


class AlreadyPlanned(Refused):
    """One evacuation at a time empties a zone."""

    code = "zone_already_evacuated"
    status = 409
    msgid = noop("This zone already has an evacuation. Go on with that one, or cancel it first.")


@transaction.atomic
def ask_plan(
    *, zone: DangerZone, shelters: Sequence[int], seconds: int, mode: Mode, by: Actor, now: datetime
) -> Evacuation:
    """Begin an evacuation and have its plan solved. Raises: MoveNotAllowed, NoShelterChosen, AlreadyPlanned."""
    locked = DangerZone._base_manager.select_for_update(of=("self",)).get(pk=zone.pk)
    if locked.status != ZoneStatus.IN_FORCE:
        raise MoveNotAllowed(current=locked.status, to=ZoneStatus.IN_FORCE)
    if not shelters:
        raise NoShelterChosen(field="shelters")
    if Evacuation.objects.filter(zone=zone).exclude(status__in=("finished", "cancelled")).exists():
        raise AlreadyPlanned
    evacuation = Evacuation.objects.create(
        org=zone.org, zone=zone, incident=zone.incident, mode=zone.incident.mode if zone.incident else mode,
        shelters=list(shelters), seconds=seconds, asked_by_id=by.pk, asked_at=now,
    )
    tell(PlanningBegun(evacuation_id=evacuation.pk, zone_id=zone.pk), evacuation, by=by, now=now)
    app.configure_task(PLAN).defer(evacuation_id=evacuation.pk)
    return evacuation


@transaction.atomic
def ask_again(*, evacuation_id: int, shelters: Sequence[int], seconds: int, by: Actor, now: datetime) -> Evacuation:
    """Have a proposed plan, or one that failed, solved anew. Raises: MoveNotAllowed, NoShelterChosen."""
    if not shelters:
        raise NoShelterChosen(field="shelters")
    evacuation = Evacuation._base_manager.select_for_update(of=("self",)).get(pk=evacuation_id)
    if evacuation.status == EvacuationStatus.PROPOSED:
        move(Evacuation, evacuation_id, to=EvacuationStatus.PLANNING)
    elif not evacuation.failure:
        raise MoveNotAllowed(current=evacuation.status, to=EvacuationStatus.PLANNING)
    Evacuation._base_manager.filter(pk=evacuation_id).update(
        shelters=list(shelters), seconds=seconds, quality={}, failure=None, stop_asked_at=None, asked_by_id=by.pk, asked_at=now
    )
    evacuation.refresh_from_db()
    tell(PlanningBegun(evacuation_id=evacuation.pk, zone_id=evacuation.zone_id), evacuation, by=by, now=now)
    app.configure_task(PLAN).defer(evacuation_id=evacuation.pk)
    return evacuation


@transaction.atomic
def note_stage(*, evacuation: Evacuation, quality: Mapping[str, Any], by: Actor, now: datetime) -> None:
    """Lay down what a better plan says of itself; its orders come with the last one."""
    Evacuation._base_manager.filter(pk=evacuation.pk, status=EvacuationStatus.PLANNING).update(quality=dict(quality))
    minutes = minutes_of(quality["clearance_s"])
    tell(PlanImproved(evacuation_id=evacuation.pk, clearance_min=minutes), evacuation, by=by, now=now)


@transaction.atomic
def end_planning(
    *, evacuation: Evacuation, quality: Mapping[str, Any], orders: Mapping[str, Any], crowding: Mapping[str, Any],
    arrays: bytes, by: Actor, now: datetime,
) -> Evacuation:
    """Lay down the plan that is proposed. Raises: MoveNotAllowed, MovedMeanwhile."""
    Solution._base_manager.update_or_create(
        evacuation=evacuation, defaults={"arrays": arrays, "orders": dict(orders), "crowding": dict(crowding)}
    )
    planned = move(
        Evacuation, evacuation.pk, to=EvacuationStatus.PROPOSED, quality=dict(quality), planned_at=now, failure=None
    )
    event = EvacuationPlanned(
        evacuation_id=planned.pk, people=quality["led"], clearance_min=minutes_of(quality.get("clearance_s", 0))
    )
    tell(event, planned, by=by, now=now)
    return planned


@transaction.atomic
def fail_planning(*, evacuation: Evacuation, why: Sentence, by: Actor, now: datetime) -> None:
    """Note why there is no plan; it can be asked for again with other shelters."""
    Evacuation._base_manager.filter(pk=evacuation.pk, status=EvacuationStatus.PLANNING).update(failure=why.as_json())
    tell(PlanningFailed(evacuation_id=evacuation.pk), evacuation, by=by, now=now)


def stop_planning(*, evacuation_id: int, now: datetime) -> None:
    """Ask the search to end with the plan it has."""
    Evacuation._base_manager.filter(pk=evacuation_id, status=EvacuationStatus.PLANNING).update(stop_asked_at=now)


@transaction.atomic
def end_evacuation(*, evacuation_id: int, to: EvacuationStatus, by: Actor, now: datetime) -> Evacuation:
    """Finish or cancel an evacuation. Raises: MoveNotAllowed, MovedMeanwhile."""
    evacuation = move(Evacuation, evacuation_id, to=to, finished_at=now, finished_by_id=by.pk)
    tell(EvacuationEnded(evacuation_id=evacuation.pk, status=evacuation.status), evacuation, by=by, now=now)
    return evacuation


def minutes_of(seconds: float) -> int:
    """Return whole minutes, begun ones counted."""
    return -int(-seconds // _MINUTE_S)


def tell(event: Announcement, evacuation: Evacuation, *, by: Actor, now: datetime) -> None:
    """Announce what happened to an evacuation, on its zone and its incident's timeline too."""
    about = [f"evacuation-{evacuation.pk}", "evacuations", f"zone-{evacuation.zone_id}"]
    about += [f"incident-{evacuation.incident_id}"] if evacuation.incident_id else []
    announce(event, by_id=by.pk, org_id=evacuation.org_id, about=about, now=now, mode=evacuation.mode)
