"""Writes to the attributes of devices."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec
from django.db import transaction

from linan.ground.announcements.log import announce
from linan.ground.people.models import Actor
from linan.ground.refusals import Refused
from linan.ground.text import noop
from linan.monitoring.announcements import SharedAttributesSet
from linan.monitoring.models import Device, DeviceAttributes

_KEEP = """
insert into monitoring_deviceattributes as old (device_id, client, shared, changed_at)
select device_id, said, '{}', %s from unnest(%s::int8[], %s::jsonb[]) as m(device_id, said)
on conflict (device_id) do update set client = old.client || excluded.client, changed_at = excluded.changed_at
where (select count(*) from jsonb_object_keys(old.client || excluded.client)) <= %s
"""


class TooManyAttributes(Refused):
    """A device has more attributes than anybody can read."""

    code = "too_many_attributes"
    msgid = noop("A device has at most %(most)d attributes. Take some away first.")


def keeping(said: Mapping[int, Mapping[str, Any]], *, now: datetime) -> tuple[str, list[Any]]:
    """Return the statement that keeps what devices (by id) say of themselves beside what they said before.

    What would make a device's names more than DeviceAttributes.MOST is not taken over.
    """
    # PostgreSQL's JSON has no U+0000.
    texts = [msgspec.json.encode(one).decode().replace("\\u0000", "") for one in said.values()]
    return _KEEP, [now, list(said), texts, DeviceAttributes.MOST]


@transaction.atomic
def set_shared_attributes(
    shared: Mapping[str, Any], *, device: Device, by: Actor, now: datetime
) -> DeviceAttributes:
    """Set what the office tells a device; a connected one is told at once. Raises: TooManyAttributes."""
    if len(shared) > DeviceAttributes.MOST:
        raise TooManyAttributes(field="shared", most=DeviceAttributes.MOST)
    row, _ = DeviceAttributes.objects.update_or_create(
        device=device, defaults={"shared": dict(shared), "changed_at": now}
    )
    event = SharedAttributesSet(device_id=device.pk, names=sorted(shared))
    announce(event, by_id=by.pk, org_id=device.org_id, about=[f"device-{device.pk}"], now=now)
    return row
