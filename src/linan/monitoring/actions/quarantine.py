"""Writes to the list of strangers."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from linan.ground.announcements.log import announce
from linan.ground.people.models import Person
from linan.ground.refusals import NotFound
from linan.monitoring.actions.devices import DeviceSpec, SeriesSpecs, add_device
from linan.monitoring.announcements import StrangerBound, StrangerDismissed
from linan.monitoring.models import Device, DeviceAddress, Stranger


@transaction.atomic
def bind_stranger(
    stranger_id: int, *, spec: DeviceSpec, series: SeriesSpecs, by: Person, now: datetime
) -> Device:
    """Install a device that spoke without being known; what it sends from now on is taken.

    A device known by its name keeps that name, one known by its token keeps the token. Raises: NotFound.
    """
    stranger = _locked(stranger_id)
    if stranger.kind == "name":
        spec = replace(spec, name=stranger.address)
    device = add_device(spec, series=series, by=by, now=now).device
    if stranger.kind == "token":
        device.token_hash = stranger.address
        device.save(update_fields=["token_hash"])
    elif stranger.kind != "name":
        DeviceAddress.objects.create(device=device, kind=stranger.kind, address=stranger.address)
    event = StrangerBound(device_id=device.pk, address_kind=stranger.kind)
    announce(event, by_id=by.pk, org_id=device.org_id, about=[f"device-{device.pk}", "devices", "strangers"], now=now)
    stranger.delete()
    return device


@transaction.atomic
def dismiss_stranger(stranger_id: int, *, by: Person, now: datetime) -> None:
    """Take a stranger from the list; it comes back when it speaks again. Raises: NotFound."""
    stranger = _locked(stranger_id)
    about = [f"stranger-{stranger.pk}", "strangers"]
    announce(StrangerDismissed(stranger_id=stranger.pk), by_id=by.pk, org_id=stranger.org_id, about=about, now=now)
    stranger.delete()


def _locked(stranger_id: int) -> Stranger:
    stranger = Stranger.everyones.select_for_update(of=("self",)).filter(pk=stranger_id).first()
    if stranger is None:
        raise NotFound
    return stranger
