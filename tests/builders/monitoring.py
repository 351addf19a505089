"""Builders of monitoring: devices, conditions, alarms, readings."""

from datetime import datetime, timedelta
from itertools import count

from django.db import connection

from linan.ground.access.scopes import everywhere
from linan.ground.orgs.models import Org
from linan.ground.people.models import SYSTEM
from linan.ground.text import say
from linan.monitoring.actions.alarms import RaisedAlarm, raise_alarms
from linan.monitoring.actions.conditions import ConditionSpec, add_condition
from linan.monitoring.actions.devices import DeviceSpec, add_device
from linan.monitoring.actions.partitions import ensure_partitions
from linan.monitoring.actions.rehearsals import ask_rehearsal
from linan.monitoring.models import Alarm, Condition, Device, LastValue, Rehearsal, Series
from tests.build import NOW, a_community

_numbers = count(1)


def a_device(*, org: Org | None = None, profile: str = "smoke", name: str = "", **columns: object) -> Device:
    """Return a new smoke detector, in a new community unless one is given."""
    spec = DeviceSpec(
        org_id=(org or a_community()).pk, name=name or f"烟感{next(_numbers)}", profile=profile, **columns
    )
    with everywhere():
        return add_device(spec, series={"smoke": ("smoke", "OD/m")}, by=SYSTEM, now=NOW).device


def a_series(*, org: Org | None = None, device: Device | None = None) -> Series:
    """Return the smoke series of a device."""
    with everywhere():
        return Series.objects.select_related("device__org").get(device=device or a_device(org=org))


def a_condition(*, org: Org, severity: int = 1, kind: str = "threshold", quantity: str = "smoke") -> Condition:
    """Return a condition for all smoke detectors below an organisation."""
    parameters = {"silent_s": 3600} if kind == "silence" else {"above": 0.2, "clear_below": 0.1}
    spec = ConditionSpec(title="烟雾报警", parameters=parameters, severity=severity, reason="GB 4715")
    with everywhere():
        return add_condition(spec, org_id=org.pk, kind=kind, quantity=quantity, by=SYSTEM, now=NOW)


def a_rehearsal(*, org: Org, condition: Condition | None = None, days: int = 30, now: datetime = NOW) -> Rehearsal:
    """Return a rehearsal that waits for its turn, of a new condition unless one is given."""
    with everywhere():
        row = condition or a_condition(org=org)
        draft = {name: getattr(row, name) for name in (
            "kind", "title", "severity", "quantity", "profile", "series_id", "device_id", "building_id", "parameters"
        )}
        return ask_rehearsal(org_id=org.pk, draft=draft, days=days, condition_id=row.pk, by=SYSTEM, now=now)


def an_alarm(
    *, org: Org | None = None, device: Device | None = None, condition: Condition | None = None,
    severity: int = 1, at: datetime = NOW,
) -> Alarm:
    """Return a raised alarm of a smoke detector."""
    with everywhere():
        device = device or a_device(org=org)
        condition = condition or a_condition(org=device.org, severity=severity)
        spec = RaisedAlarm(
            series_id=a_series(device=device).pk, condition_id=condition.pk, value=0.31,
            because=say("smoke is above the threshold"), source_at=at,
        )
        (pk,) = raise_alarms([spec], now=at)
        return Alarm.objects.select_related("org", "device", "series", "condition").get(pk=pk)


def readings(series: Series, *values: float, ending_at: datetime = NOW, every: timedelta = timedelta(minutes=1)) -> None:
    """Store readings of a series, the last one at that moment, and its last value."""
    ensure_partitions(1, now=ending_at, back=1)
    moments = [ending_at - every * step for step in reversed(range(len(values)))]
    with everywhere(), connection.cursor() as cursor:
        cursor.executemany(
            "insert into monitoring_reading (series_id, at, received_at, value) values (%s, %s, %s, %s)",
            [(series.pk, at, at, value) for at, value in zip(moments, values, strict=True)],
        )
        LastValue.objects.update_or_create(series=series, defaults={"at": ending_at, "value": values[-1]})
