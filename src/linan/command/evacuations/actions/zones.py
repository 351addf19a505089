"""Writes to danger zones."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from linan.command.evacuations.actions.news import ask_replan
from linan.command.evacuations.announcements import ZoneDeclared, ZoneWidened
from linan.command.evacuations.models import DangerZone, EvacuationStatus, ZoneStatus
from linan.ground.announcements.kinds import Announcement
from linan.ground.announcements.log import announce
from linan.ground.moves import MoveNotAllowed
from linan.ground.orgs.models import Org
from linan.ground.people.models import Actor
from linan.registry.models import Building
from linan.response.models import Incident, Mode


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlined:
    """A zone to be declared. polygon: GeoJSON, WGS84 degrees; floors: empty for the whole building."""

    name: str
    source: str
    polygon: Mapping[str, Any]
    authority: str
    reason: str
    building: Building | None = None
    floors: tuple[int, ...] = ()


@transaction.atomic
def declare_zone(outlined: Outlined, *, org: Org, incident: Incident | None, by: Actor, now: datetime) -> DangerZone:
    """Declare a danger zone."""
    zone = DangerZone.objects.create(
        org=org, incident=incident, name=outlined.name, source=outlined.source, polygon=dict(outlined.polygon),
        building=outlined.building, floors=list(outlined.floors), authority=outlined.authority,
        reason=outlined.reason, declared_by_id=by.pk, declared_at=now,
    )
    tell_of_zone(ZoneDeclared(zone_id=zone.pk, source=zone.source), zone, by=by, now=now)
    return zone


@transaction.atomic
def redraw_zone(*, zone_id: int, polygon: Mapping[str, Any], by: Actor, now: datetime) -> DangerZone:
    """Give a zone in force another outline; a zone of one building becomes a drawn one. Raises: MoveNotAllowed."""
    zone = DangerZone._base_manager.select_for_update(of=("self",)).select_related("incident").get(pk=zone_id)
    if zone.status != ZoneStatus.IN_FORCE:
        raise MoveNotAllowed(current=zone.status, to=ZoneStatus.IN_FORCE)
    zone.polygon, zone.number, zone.building, zone.floors = dict(polygon), zone.number + 1, None, []
    zone.save(update_fields=["polygon", "number", "building", "floors"])
    tell_of_zone(ZoneWidened(zone_id=zone.pk, number=zone.number), zone, by=by, now=now)
    for evacuation in zone.evacuations.filter(status=EvacuationStatus.ORDERED):
        ask_replan(evacuation)
    return zone


def tell_of_zone(event: Announcement, zone: DangerZone, *, by: Actor, now: datetime) -> None:
    """Announce what happened to a zone, on its incident's timeline too."""
    about = [f"zone-{zone.pk}", "zones", *([f"incident-{zone.incident_id}"] if zone.incident_id else [])]
    mode = zone.incident.mode if zone.incident else Mode.REAL
    announce(event, by_id=by.pk, org_id=zone.org_id, about=about, now=now, mode=mode)
