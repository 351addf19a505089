"""thingsboard-gateway, unmodified, carries a device's readings in, and commands and settings out to it."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from linan.ground.access.scopes import everywhere
from linan.ground.people.models import SYSTEM
from linan.monitoring.actions.attributes import set_shared_attributes
from linan.monitoring.actions.commands import CommandSpec, order_command
from linan.monitoring.actions.devices import DeviceSpec, add_device
from linan.monitoring.models import CommandStatus, Device, DeviceCommand, Stranger
from tests.build import a_person
from tests.monitoring.intake.conftest import Device as Installed
from tests.monitoring.intake.conftest import Running, free_port, stored
from tests.monitoring.intake.test_clients import until
from tests.monitoring.intake.thingsboard_gateway import Speaks, program, running_gateway

pytestmark = pytest.mark.peer
STARTS_WITHIN_S = 60.0


@pytest.fixture(scope="module", autouse=True)
def installed() -> Path:
    """The gateway's program, installed before anything is timed."""
    return program()


@contextmanager
def speaking_for(name: str, running: Running, device: Installed, folder: Path) -> Iterator["Sensor"]:
    """A gateway that speaks for a device of this name; yields the device."""
    with everywhere():
        spec = DeviceSpec(org_id=device.org_id, name="网关-1", profile="smoke")
        token = add_device(spec, series={}, by=SYSTEM, now=datetime.now(UTC)).token
    speaks = Speaks(name, token, running.mqtt_port, free_port())
    with running_gateway(speaks, folder), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        line.bind(("127.0.0.1", 0))
        line.settimeout(STARTS_WITHIN_S)
        yield Sensor(line, speaks.datagrams)


@dataclass(frozen=True, slots=True)
class Sensor:
    """A device behind the gateway; it sends without knowing whether anybody listens yet."""

    line: socket.socket
    port: int

    def says(self, text: str) -> bool:
        """Send, and return True."""
        return self.line.sendto(text.encode(), ("127.0.0.1", self.port)) > 0


def values(device: Installed) -> set[float]:
    return {value for value, _ in stored(device.series_id)}


def test_it_carries_readings_in_and_commands_and_settings_out(
    running: Running, device: Installed, tmp_path: Path
) -> None:
    with speaking_for(device.name, running, device, tmp_path) as sensor:
        until(lambda: sensor.says("0.04") and {0.04} == values(device), STARTS_WITHIN_S)
        with everywhere():
            spec = CommandSpec(method="siren", params={"on": True}, reason="fire in the shed")
            command = order_command(spec, device=Device.objects.get(pk=device.pk), by=a_person(), now=datetime.now(UTC))
        heard = sensor.line.recv(200)
        with socket.create_server(sensor.line.getsockname()) as listening, everywhere():
            listening.settimeout(STARTS_WITHIN_S)
            row = Device.objects.get(pk=device.pk)
            set_shared_attributes({"interval": 30}, device=row, by=SYSTEM, now=datetime.now(UTC))
            told, _ = listening.accept()
            setting = told.recv(200)
            told.close()

    assert values(device) == {0.04}
    assert (heard, setting) == (b"{'on': True}", b"30")
    with everywhere():
        assert DeviceCommand.objects.get(pk=command.pk).status == CommandStatus.SENT


def test_a_device_that_nobody_installed_is_listed_with_what_it_said(
    running: Running, device: Installed, tmp_path: Path
) -> None:
    with speaking_for("北门烟感", running, device, tmp_path) as sensor, everywhere():
        until(
            lambda: sensor.says("0.05") and Stranger.objects.filter(kind="name", address="北门烟感").exists(),
            STARTS_WITHIN_S,
        )
        until(lambda: "0.05" in said_by("北门烟感"))

    assert stored(device.series_id) == []


def said_by(name: str) -> str:
    """Return the last message of a device that nobody installed."""
    return str(Stranger.objects.get(kind="name", address=name).messages[-1][1])
