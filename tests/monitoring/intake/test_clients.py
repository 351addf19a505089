"""Clients that nobody here wrote speak with the gateway: each keeps a reading, some are told what to do."""

import asyncio
import json
import queue
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiomqtt
import gmqtt
import pytest
from tb_device_mqtt import TBDeviceMqttClient
from tb_gateway_mqtt import TBGatewayMqttClient

from linan.ground.access.scopes import everywhere
from linan.ground.people.models import SYSTEM, Person
from linan.monitoring.actions.attributes import set_shared_attributes
from linan.monitoring.actions.commands import CommandSpec, order_command
from linan.monitoring.actions.devices import DeviceSpec, add_device, renew_token
from linan.monitoring.gateways._packets import Kind, packet
from linan.monitoring.models import CommandStatus, Device, DeviceAttributes, DeviceCommand
from tests.build import a_person
from tests.monitoring.intake.conftest import Device as Installed
from tests.monitoring.intake.conftest import Running, stored

TOPIC = "v1/devices/me/telemetry"
READING = json.dumps({"smoke": 0.02})


def until(holds: Callable[[], bool], seconds: float = 15.0) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def thingsboard(running: Running, device: Installed) -> Iterator[TBDeviceMqttClient]:
    """ThingsBoard's own device client, connected."""
    client = TBDeviceMqttClient("127.0.0.1", running.mqtt_port, device.token)
    client.connect()
    until(client.is_connected)
    yield client
    client.disconnect()
    client.stop()


def test_aiomqtt_is_acknowledged_after_its_reading_is_stored(running: Running, device: Installed) -> None:
    async def speak() -> None:
        async with aiomqtt.Client("127.0.0.1", running.mqtt_port, username=device.token) as client:
            await client.publish(TOPIC, READING, qos=1)

    asyncio.run(speak())

    assert [value for value, _ in stored(device.series_id)] == [0.02]


def test_gmqtt_is_acknowledged_after_its_reading_is_stored(running: Running, device: Installed) -> None:
    async def speak() -> None:
        client = gmqtt.Client("gmqtt-1")
        client.set_auth_credentials(device.token, None)
        await client.connect("127.0.0.1", running.mqtt_port)
        client.publish(TOPIC, READING, qos=1)
        # gmqtt forgets a message when its PUBACK comes.
        while not client._persistent_storage.is_empty:
            await asyncio.sleep(0.01)
        await client.disconnect()

    asyncio.run(asyncio.wait_for(speak(), 15))

    until(lambda: [value for value, _ in stored(device.series_id)] == [0.02])


@pytest.mark.broker
@pytest.mark.parametrize("version", ["mqttv31", "mqttv311", "mqttv5"])
def test_mosquitto_pub_ends_well_when_its_reading_is_stored(
    running: Running, device: Installed, version: str
) -> None:
    program = shutil.which("mosquitto_pub")
    assert program

    said = subprocess.run(
        [program, "-V", version, "-h", "127.0.0.1", "-p", str(running.mqtt_port), "-u", device.token, "-q", "1",
         "-i", "pub", "-t", TOPIC, "-m", READING],
        capture_output=True, text=True, timeout=20,
    )

    assert (said.returncode, said.stderr) == (0, "")
    assert [value for value, _ in stored(device.series_id)] == [0.02]


@pytest.mark.parametrize("version", ["3", "4", "5"])
def test_mqtt_js_is_acknowledged_after_its_reading_is_stored(
    running: Running, device: Installed, version: str
) -> None:
    script = Path(__file__).with_name("publish.mjs")

    said = subprocess.run(
        ["node", str(script), str(running.mqtt_port), device.token, version, READING],
        capture_output=True, text=True, timeout=30,
    )

    assert (said.returncode, said.stderr) == (0, "")
    assert [value for value, _ in stored(device.series_id)] == [0.02]


def test_thingsboards_client_sends_telemetry_and_attributes(
    thingsboard: TBDeviceMqttClient, device: Installed
) -> None:
    thingsboard.send_telemetry({"smoke": 0.03}, 1).get()
    thingsboard.send_attributes({"firmware": "1.4.2"}, 1).get()

    until(lambda: [value for value, _ in stored(device.series_id)] == [0.03])
    with everywhere():
        until(lambda: DeviceAttributes.objects.filter(client={"firmware": "1.4.2"}).count() == 1)


def test_thingsboards_client_reads_its_attributes_back(thingsboard: TBDeviceMqttClient, device: Installed) -> None:
    with everywhere():
        row = Device.objects.get(pk=device.pk)
        set_shared_attributes({"interval": 30}, device=row, by=SYSTEM, now=now())
    thingsboard.send_attributes({"firmware": "1.4.2"}, 1).get()
    time.sleep(2.5)  # the office is asked once a second
    came: queue.Queue[Any] = queue.Queue()

    thingsboard.request_attributes(["firmware"], ["interval"], callback=lambda said, *_: came.put(said))

    assert came.get(timeout=10) == {"client": {"firmware": "1.4.2"}, "shared": {"interval": 30}}


def test_a_device_is_told_what_the_office_sets(thingsboard: TBDeviceMqttClient, device: Installed) -> None:
    came: queue.Queue[Any] = queue.Queue()
    thingsboard.subscribe_to_all_attributes(lambda said, *_: came.put(said))

    with everywhere():
        row = Device.objects.get(pk=device.pk)
        set_shared_attributes({"interval": 30}, device=row, by=SYSTEM, now=now())

    assert came.get(timeout=10) == {"interval": 30}


def ordered(device_id: int, by: Person) -> DeviceCommand:
    with everywhere():
        spec = CommandSpec(method="siren", params={"on": True}, reason="fire in the shed")
        return order_command(spec, device=Device.objects.get(pk=device_id), by=by, now=now())


def status_of(command: DeviceCommand) -> str:
    with everywhere():
        return DeviceCommand.objects.get(pk=command.pk).status


def test_a_command_reaches_the_device_and_its_answer_the_office(
    thingsboard: TBDeviceMqttClient, device: Installed
) -> None:
    came: queue.Queue[Any] = queue.Queue()

    def obey(number: int, body: Any) -> None:
        came.put(body)
        thingsboard.send_rpc_reply(number, {"done": True}, quality_of_service=1)

    thingsboard.set_server_side_rpc_request_handler(obey)
    time.sleep(1)  # until it has subscribed

    command = ordered(device.pk, a_person())

    assert came.get(timeout=10) == {"method": "siren", "params": {"on": True}}
    until(lambda: status_of(command) == CommandStatus.CONFIRMED)


def test_a_gateway_speaks_for_its_device_and_hands_commands_on(running: Running, device: Installed) -> None:
    with everywhere():
        spec = DeviceSpec(org_id=device.org_id, name="网关-1", profile="smoke")
        token = add_device(spec, series={}, by=SYSTEM, now=now()).token
    came: queue.Queue[Any] = queue.Queue()
    gateway = TBGatewayMqttClient("127.0.0.1", running.mqtt_port, token)
    gateway.connect()
    until(gateway.is_connected)

    def obey(_: object, body: Any) -> None:
        came.put(body)
        gateway.gw_send_rpc_reply(body["device"], body["data"]["id"], {"done": True}, 1)

    gateway.gw_set_server_side_rpc_request_handler(obey)
    gateway.gw_connect_device(device.name, "smoke").get()
    gateway.gw_send_telemetry(device.name, {"ts": time.time_ns() // 1_000_000, "values": {"smoke": 0.04}}).get()
    time.sleep(1)
    command = ordered(device.pk, a_person())

    assert came.get(timeout=10)["data"] == {"id": command.pk, "method": "siren", "params": {"on": True}}
    until(lambda: status_of(command) == CommandStatus.CONFIRMED)
    assert [value for value, _ in stored(device.series_id)] == [0.04]
    gateway.disconnect()
    gateway.stop()


@pytest.fixture
def gateway(running: Running, device: Installed) -> Iterator[TBGatewayMqttClient]:
    """ThingsBoard's own gateway client, connected."""
    with everywhere():
        spec = DeviceSpec(org_id=device.org_id, name="网关-1", profile="smoke")
        token = add_device(spec, series={}, by=SYSTEM, now=now()).token
    client = TBGatewayMqttClient("127.0.0.1", running.mqtt_port, token)
    client.connect()
    until(client.is_connected)
    yield client
    client.disconnect()
    client.stop()


def test_a_gateway_is_told_what_the_office_sets_for_its_device_and_what_it_takes_away(
    gateway: TBGatewayMqttClient, device: Installed
) -> None:
    came: queue.Queue[Any] = queue.Queue()
    gateway.gw_connect_device(device.name, "smoke").get()
    gateway.gw_subscribe_to_all_attributes(lambda said, *_: came.put(said))
    with everywhere():
        row = Device.objects.get(pk=device.pk)
        set_shared_attributes({"interval": 30, "mute": True}, device=row, by=SYSTEM, now=now())
        first = came.get(timeout=10)
        set_shared_attributes({"interval": 60}, device=row, by=SYSTEM, now=now())
        second = came.get(timeout=10)

    assert first == {"device": device.name, "data": {"interval": 30, "mute": True}}
    assert second == {"device": device.name, "data": {"interval": 60, "deleted": ["mute"]}}


def test_a_renewed_token_ends_the_session(thingsboard: TBDeviceMqttClient, device: Installed) -> None:
    with everywhere():
        renew_token(device_id=device.pk, by=SYSTEM, now=now())

    until(lambda: not thingsboard.is_connected())


def test_a_device_whose_keep_alive_runs_out_is_silent_at_once(running: Running, device: Installed) -> None:
    text = b"\0\1z" + len(device.token).to_bytes(2, "big") + device.token.encode()
    with socket.create_connection(("127.0.0.1", running.mqtt_port)) as peer:
        peer.sendall(packet(Kind.CONNECT, b"\0\4MQTT\4\x82\0\1" + text))
        assert peer.recv(4) == b"\x20\2\0\0"

        with everywhere():
            until(lambda: Device.objects.get(pk=device.pk).is_silent, 8)
