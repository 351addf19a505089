"""From a verified alarm to an incident: the newest open one that it belongs to, or a new one."""

from datetime import datetime
from typing import Protocol

from django.db import transaction

from linan.ground.orgs.models import Org
from linan.ground.people.models import Actor
from linan.monitoring.queries import alarm_with_place
from linan.response.actions import join_alarm, open_incident
from linan.response.domain.togetherness import Spot
from linan.response.kinds import kind_of_quantity
from linan.response.models import Incident, IncidentClass, Mode
from linan.response.queries import incident_of_alarm, incident_that_takes

# Verdicts that call for an answer; a false alarm and an equipment check do not.
MODE_OF_VERDICT = {"real": Mode.REAL, "drill": Mode.DRILL}


@transaction.atomic
def answer_verified_alarm(*, alarm_id: int, verdict: str, by: Actor, now: datetime) -> Incident | None:
    """Open an incident for a verified alarm or join it to the one it belongs to; None for no answer called for."""
    mode = MODE_OF_VERDICT.get(verdict)
    if mode is None:
        return None
    alarm = alarm_with_place(alarm_id)
    Org.objects.select_for_update().get(pk=alarm.org_id)
    lon, lat = _place_of(alarm.device, alarm.building)
    spot = Spot(building_id=alarm.building_id, lon=lon, lat=lat, at=now, mode=mode)
    incident = incident_of_alarm(alarm_id) or incident_that_takes(spot, org_id=alarm.org_id)
    if incident is None:
        kind = kind_of_quantity(alarm.series.quantity)
        where = alarm.building.name if alarm.building else alarm.device.name
        incident = open_incident(
            org=alarm.org, title=f"{where} {kind.name}", klass=IncidentClass(kind.klass), sub_code=kind.sub_code,
            mode=mode, building_id=alarm.building_id, lon=lon, lat=lat, place=where, by=by, now=now,
        )
    return join_alarm(incident_id=incident.pk, alarm_id=alarm_id, by=by, now=now)


class Placed(Protocol):
    """Something that may have a place, in degrees WGS84."""

    @property
    def lon(self) -> float | None: ...

    @property
    def lat(self) -> float | None: ...


def _place_of(device: Placed, building: Placed | None) -> tuple[float | None, float | None]:
    if device.lon is not None and device.lat is not None:
        return device.lon, device.lat
    return (building.lon, building.lat) if building else (None, None)
