"""Writes to devices."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import transaction

from linan.ground.announcements.kinds import Announcement
from linan.ground.announcements.log import Told, announce, announce_many
from linan.ground.people.models import Actor
from linan.ground.refusals import NotFound, Refused
from linan.ground.text import noop
from linan.monitoring.announcements import (
    DeviceAdded,
    DeviceEdited,
    DeviceHeard,
    DeviceSilent,
    DeviceTokenRenewed,
    MaintenanceBegun,
    MaintenanceEnded,
)
from linan.monitoring.models import Device, Series

SeriesSpecs = Mapping[str, tuple[str, str]]  # {key: (quantity, unit)}


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceSpec:
    """What is known of a device when it is installed; lon, lat in degrees WGS84."""

    org_id: int
    name: str
    profile: str
    building_id: int | None = None
    floor: int | None = None
    unit: int | None = None
    place: str = ""
    lon: float | None = None
    lat: float | None = None
    responsible: str = ""
    responsible_phone: str = ""


@dataclass(frozen=True, slots=True)
class NewDevice:
    """A device and its token, which is shown once and never stored."""

    device: Device
    token: str


class ReasonMissing(Refused):
    """A device is taken out of service only with a reason."""

    code = "reason_missing"
    msgid = noop("Say why the device is in maintenance and who works on it.")


def hash_of_token(token: str) -> str:
    """Return how a token is stored: hex SHA-256 (tokens are 256 random bits, so no salt is needed)."""
    return sha256(token.encode()).hexdigest()


@transaction.atomic
def add_device(
    spec: DeviceSpec, *, series: SeriesSpecs, by: Actor, now: datetime, token: str | None = None
) -> NewDevice:
    """Register a device with its series and return it with its token. token: one the device has already, or None."""
    token = token or secrets.token_urlsafe(24)
    device = Device.objects.create(token_hash=hash_of_token(token), installed_at=now, **asdict(spec))
    Series.objects.bulk_create(
        Series(device=device, key=key, quantity=quantity, unit=unit) for key, (quantity, unit) in series.items()
    )
    _announce(DeviceAdded(device_id=device.pk), device, by=by, now=now)
    return NewDevice(device=device, token=token)


@transaction.atomic
def edit_device(*, device_id: int, by: Actor, now: datetime, **columns: Any) -> Device:
    """Change what is known of a device. columns: fields of DeviceSpec except its organisation. Raises: NotFound."""
    device = _changed(device_id, **columns)
    _announce(DeviceEdited(device_id=device.pk), device, by=by, now=now)
    return device


@transaction.atomic
def renew_token(*, device_id: int, by: Actor, now: datetime) -> NewDevice:
    """Give a device a new token; the old one opens nothing any more. Raises: NotFound."""
    token = secrets.token_urlsafe(24)
    device = _changed(device_id, token_hash=hash_of_token(token))
    _announce(DeviceTokenRenewed(device_id=device.pk), device, by=by, now=now)
    return NewDevice(device=device, token=token)


@transaction.atomic
def put_in_maintenance(*, device_id: int, reason: str, by: Actor, now: datetime) -> Device:
    """Let a device raise no alarms while somebody works on it. Raises: ReasonMissing, NotFound."""
    if not reason.strip():
        raise ReasonMissing(field="reason")
    device = _changed(device_id, in_maintenance=True, maintenance_reason=reason.strip(), maintenance_since=now)
    _announce(MaintenanceBegun(device_id=device.pk), device, by=by, now=now)
    return device


@transaction.atomic
def end_maintenance(*, device_id: int, by: Actor, now: datetime) -> Device:
    """Let a device raise alarms again. Raises: NotFound."""
    device = _changed(device_id, in_maintenance=False, maintenance_reason="", maintenance_since=None)
    _announce(MaintenanceEnded(device_id=device.pk), device, by=by, now=now)
    return device


@transaction.atomic
def mark_silent(device_ids: Sequence[int], *, now: datetime) -> list[int]:
    """Note devices that have not reported for too long; return the ids of those that were not silent before."""
    silent = Device.objects.filter(pk__in=device_ids, is_silent=False)
    rows = list(silent.select_for_update(of=("self",)).order_by("pk"))
    Device.objects.filter(pk__in=[one.pk for one in rows]).update(is_silent=True, silent_since=now)
    _announce_each(rows, DeviceSilent, now=now)
    return [one.pk for one in rows]


@transaction.atomic
def mark_heard(device_ids: Sequence[int], *, now: datetime) -> list[int]:
    """Note silent devices that reported again; return their ids."""
    silent = Device.objects.filter(pk__in=device_ids, is_silent=True)
    rows = list(silent.select_for_update(of=("self",)).order_by("pk"))
    Device.objects.filter(pk__in=[one.pk for one in rows]).update(is_silent=False, silent_since=None)
    _announce_each(rows, DeviceHeard, now=now)
    return [one.pk for one in rows]


def _changed(device_id: int, **columns: Any) -> Device:
    device = Device.objects.select_for_update(of=("self",)).filter(pk=device_id).first()
    if device is None:
        raise NotFound
    for name, value in columns.items():
        setattr(device, name, value)
    device.save(update_fields=list(columns))
    return device


def _announce(event: Announcement, device: Device, *, by: Actor, now: datetime) -> None:
    announce(event, by_id=by.pk, org_id=device.org_id, about=_about(device), now=now)


def _announce_each(
    devices: Sequence[Device], event: type[DeviceSilent] | type[DeviceHeard], *, now: datetime
) -> None:
    told = [Told(event=event(device_id=one.pk), org_id=one.org_id, about=_about(one)) for one in devices]
    if told:
        announce_many(told, by_id=None, now=now)


def _about(device: Device) -> list[str]:
    return [f"device-{device.pk}", "devices"]
