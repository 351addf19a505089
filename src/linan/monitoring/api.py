"""The JSON API of monitoring, under /api/v1/."""

from datetime import datetime
from typing import cast

from django.http import HttpRequest
from ninja import Router, Schema

from linan.ground.access.doors import require
from linan.ground.access.rights import Right
from linan.ground.clock import now
from linan.ground.web import Request
from linan.monitoring.access import access_alarm
from linan.monitoring.actions.alarms import acknowledge_alarm, verify_alarm
from linan.monitoring.api_warnings import router as warnings_router
from linan.monitoring.models import Alarm, Device
from linan.monitoring.queries import open_alarms
from linan.monitoring.words import place_in_words

router = Router(tags=["monitoring"])
router.add_router("", warnings_router)
MOST = 200


class AlarmOut(Schema):
    """An alarm. value: in `unit`; severity: 1 is worst; verdict: real, false, drill, test or null."""

    id: int
    device_id: int
    series_id: int
    building_id: int | None
    place: str
    quantity: str
    unit: str
    value: float | None
    because: str
    severity: int
    status: str
    verdict: str | None
    mode: str
    raised_at: datetime
    acknowledged_at: datetime | None
    verified_at: datetime | None
    cleared_at: datetime | None

    @staticmethod
    def of(alarm: Alarm) -> "AlarmOut":
        """Return what is told of an alarm."""
        same = ("device_id", "series_id", "building_id", "value", "severity", "status", "verdict", "mode")
        moments = ("raised_at", "acknowledged_at", "verified_at", "cleared_at")
        return AlarmOut(
            id=alarm.pk, place=place_in_words(alarm.device), quantity=alarm.series.quantity, unit=alarm.series.unit,
            because=str(alarm.why), **{name: getattr(alarm, name) for name in (*same, *moments)},
        )


class VerdictIn(Schema):
    """What an alarm is: real, false, drill or test; a false alarm needs a note."""

    verdict: str
    note: str = ""


class DeviceOut(Schema):
    """A device. lon, lat: degrees WGS84."""

    id: int
    name: str
    profile: str
    building_id: int | None
    floor: int | None
    unit: int | None
    lon: float | None
    lat: float | None
    last_seen_at: datetime | None
    is_silent: bool
    in_maintenance: bool


@router.get("/alarms", response=list[AlarmOut], url_name="alarms")
def alarms(request: HttpRequest) -> list[AlarmOut]:
    """List the alarms on the desk, the most urgent first."""
    require(cast(Request, request).standing, Right.SEE)
    return [AlarmOut.of(one) for one in open_alarms(MOST)]


@router.get("/alarms/{int:alarm_id}", response=AlarmOut, url_name="alarm")
def alarm(request: HttpRequest, alarm_id: int) -> AlarmOut:
    """Return one alarm."""
    return AlarmOut.of(access_alarm(cast(Request, request).standing, alarm_id, to=Right.SEE))


@router.post("/alarms/{int:alarm_id}/acknowledge", response=AlarmOut, url_name="alarm-acknowledgement")
def acknowledgement(request: HttpRequest, alarm_id: int) -> AlarmOut:
    """Take an alarm."""
    asked = cast(Request, request)
    row = access_alarm(asked.standing, alarm_id, to=Right.RESPOND)
    acknowledge_alarm(alarm_id=row.pk, by=asked.person, now=now())
    return AlarmOut.of(access_alarm(asked.standing, alarm_id, to=Right.SEE))


@router.post("/alarms/{int:alarm_id}/verify", response=AlarmOut, url_name="alarm-verification")
def verification(request: HttpRequest, alarm_id: int, said: VerdictIn) -> AlarmOut:
    """Say what an alarm is."""
    asked = cast(Request, request)
    row = access_alarm(asked.standing, alarm_id, to=Right.RESPOND)
    verify_alarm(alarm_id=row.pk, verdict=said.verdict, note=said.note, by=asked.person, now=now())
    return AlarmOut.of(access_alarm(asked.standing, alarm_id, to=Right.SEE))


@router.get("/devices", response=list[DeviceOut], url_name="devices")
def devices(request: HttpRequest, after: int = 0) -> list[Device]:
    """List the devices by id, two hundred at a time; `after`: the last id of the page before."""
    require(cast(Request, request).standing, Right.SEE)
    return list(Device.objects.filter(pk__gt=after).order_by("pk")[:MOST])
