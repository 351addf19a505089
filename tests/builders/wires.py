"""Builders of what lies between devices and readings: platforms, strangers, commands."""

from itertools import count

from linan.ground.access.scopes import everywhere
from linan.ground.orgs.models import Org
from linan.ground.people.models import SYSTEM
from linan.monitoring.actions.commands import CommandSpec, order_command
from linan.monitoring.actions.sources import NewSecret, SourceSpec, add_source
from linan.monitoring.models import Device, DeviceCommand, Stranger
from tests.build import NOW, a_community, a_person
from tests.builders.monitoring import a_device

_numbers = count(1)


def a_source(*, kind: str = "chirpstack", org: Org | None = None, **columns: object) -> NewSecret:
    """Return a platform of a new community, or of the one given, with its secret."""
    spec = SourceSpec(title=f"平台{next(_numbers)}", **columns)
    with everywhere():
        return add_source(spec, kind=kind, org_id=(org or a_community()).pk, by=SYSTEM, now=NOW)


def a_stranger(
    *, org: Org | None = None, kind: str = "hj212", address: str = "", text: str = '{"smoke": 0.1, "battery": 90}'
) -> Stranger:
    """Return a sender that nobody has installed."""
    with everywhere():
        return Stranger.objects.create(
            org=org or a_community(), kind=kind, address=address or f"8888888{next(_numbers):07}", first_at=NOW,
            last_at=NOW, heard=1, messages=[[NOW.isoformat(), text]],
        )


def a_stranger_of_nobody(*, kind: str = "gb26875", address: str = "") -> Stranger:
    """Return a sender of which nobody says whose it is."""
    with everywhere():
        return Stranger.everyones.create(
            kind=kind, address=address or f"{next(_numbers):012}", first_at=NOW, last_at=NOW, heard=1,
            messages=[[NOW.isoformat(), "4040"]],
        )


def a_command(*, org: Org | None = None, device: Device | None = None) -> DeviceCommand:
    """Return a siren command that waits."""
    device = device or a_device(org=org, profile="loudspeaker")
    spec = CommandSpec(method="siren", params={"on": True}, reason="车棚起火")
    with everywhere():
        return order_command(spec, device=device, by=a_person(org=device.org), now=NOW)
