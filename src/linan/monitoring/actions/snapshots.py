"""Pictures that come with events of cameras."""

from datetime import datetime, timedelta

from django.db import transaction

from linan.ground.files.actions import store_file
from linan.ground.people.models import SYSTEM
from linan.monitoring.models import Device, Snapshot

APART = timedelta(seconds=30)  # a camera repeats an event, with a picture each time, while it goes on


@transaction.atomic
def keep_snapshot(content: bytes, *, device_id: int, key: str, at: datetime, now: datetime) -> Snapshot | None:
    """Keep a picture of an event; None where one of the same event was kept less than half a minute apart.

    Raises: FileTooLarge, FileNotAccepted.
    """
    device = Device.objects.select_related("org").select_for_update(of=("self",)).get(pk=device_id)
    near = Snapshot.objects.filter(device=device, key=key[:40], at__gt=at - APART, at__lt=at + APART)
    if near.exists():
        return None
    name = f"{device.name} {at:%Y-%m-%d %H%M%S}.jpg"
    file = store_file(content=content, original_name=name, org=device.org, by=SYSTEM, now=now)
    return Snapshot.objects.create(device=device, file=file, key=key[:40], at=at)
