"""A real mosquitto and a running intake: what is published is stored, also what was published while it was away.

Needs mosquitto (Debian: apt-get install mosquitto); ./run test brings it where it may.
"""

import asyncio
import json
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from ha_mqtt_discoverable import DeviceInfo, Settings
from ha_mqtt_discoverable.sensors import BinarySensor, BinarySensorInfo
from paho.mqtt import client as mqtt
from paho.mqtt.enums import CallbackAPIVersion

from linan.ground.people.models import SYSTEM
from linan.monitoring.actions.devices import DeviceSpec
from linan.monitoring.actions.quarantine import bind_stranger
from linan.monitoring.actions.sources import SourceSpec, add_source, edit_source
from linan.monitoring.domain.reading import Sender
from linan.monitoring.gateways import broker
from linan.monitoring.intake.directory import Book, Platform
from linan.monitoring.models import Device, Series, Source, SourceMessage, Stranger
from tests.build import a_community, a_person
from tests.monitoring.gateways.fakes import Known, Store, a_sender
from tests.monitoring.gateways.running import running_intake
from tests.monitoring.intake.conftest import free_port, stored

pytestmark = [pytest.mark.broker, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("unscoped")]


class Listed(Known):
    """A directory that knows one broker."""

    def __init__(self, senders: dict[tuple[str, str], Sender], platform: Platform) -> None:
        super().__init__(senders)
        self.book = Book(by_secret={"ab" * 32: platform})


@dataclass
class Mosquitto:
    """A running broker."""

    port: int

    def publish(self, topic: str, message: object) -> None:
        """Publish and wait until the broker has it."""
        client = mqtt.Client(CallbackAPIVersion.VERSION2)
        client.connect("127.0.0.1", self.port)
        client.loop_start()
        client.publish(topic, json.dumps(message), qos=1).wait_for_publish(5)
        client.disconnect()
        client.loop_stop()


@pytest.fixture
def mosquitto(tmp_path: Path) -> Iterator[Mosquitto]:
    """A broker of its own for the test."""
    program = shutil.which("mosquitto") or shutil.which("mosquitto", path="/usr/sbin")
    assert program, "mosquitto is not installed: apt-get install mosquitto, or leave these tests out with -m 'not broker'"
    port = free_port()
    (tmp_path / "mosquitto.conf").write_text(f"listener {port} 127.0.0.1\nallow_anonymous true\n")
    running = subprocess.Popen([program, "-c", str(tmp_path / "mosquitto.conf")], stderr=subprocess.DEVNULL)
    assert eventually(lambda: _listens(port))
    yield Mosquitto(port)
    running.terminate()
    running.wait(10)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def eventually(wanted: Callable[[], bool], within_s: float = 10.0) -> bool:
    until = time.monotonic() + within_s
    while time.monotonic() < until:
        if wanted():
            return True
        time.sleep(0.05)
    return False


def a_broker(port: int) -> Source:
    spec = SourceSpec(title="Zigbee 网关", host="127.0.0.1", port=port)
    return add_source(spec, kind="broker", org_id=a_community().pk, by=SYSTEM, now=datetime.now(UTC)).source


def a_detector(source: Source, address: str) -> Device:
    stranger = Stranger.objects.create(
        org=source.org, kind=source.address_kind, address=address, first_at=datetime.now(UTC), last_at=datetime.now(UTC)
    )
    spec = DeviceSpec(org_id=source.org_id, name="烟感", profile="smoke")
    return bind_stranger(
        stranger.pk, spec=spec, series={"smoke": ("smoke", "OD/m")}, by=a_person(org=source.org), now=datetime.now(UTC)
    )


def test_what_is_published_is_stored_and_what_came_while_away_is_not_lost(mosquitto):
    source = a_broker(mosquitto.port)
    series = Series.objects.get(device=a_detector(source, "shed"))
    with running_intake(free_port(), broker.open_gateway):
        assert eventually(lambda: (Source.objects.get().fault, _heard(mosquitto)) == (None, True))
        mosquitto.publish("zigbee2mqtt/shed", {"smoke": 0.1})
        assert eventually(lambda: [value for value, _at in stored(series.pk)] == [0.1])

    mosquitto.publish("zigbee2mqtt/shed", {"smoke": 0.7})

    with running_intake(free_port(), broker.open_gateway):
        assert eventually(lambda: [value for value, _at in stored(series.pk)] == [0.1, 0.7])


def test_strangers_and_nonsense_do_not_stop_what_comes_behind_them(mosquitto):
    source = a_broker(mosquitto.port)
    series = Series.objects.get(device=a_detector(source, "shed"))
    with running_intake(free_port(), broker.open_gateway):
        assert eventually(lambda: _heard(mosquitto))
        mosquitto.publish("zigbee2mqtt/unknown", {"smoke": 0.5})
        mosquitto.publish("zigbee2mqtt/shed", ["nonsense"])
        mosquitto.publish("zigbee2mqtt/shed", {"smoke": "burning"})
        mosquitto.publish("zigbee2mqtt/shed", {"smoke": 0.2})

        assert eventually(lambda: [value for value, _at in stored(series.pk)] == [0.2])
        assert eventually(lambda: Stranger.objects.filter(address="unknown", org=source.org).exists())
        assert eventually(lambda: set(SourceMessage.objects.exclude(code="").values_list("code", flat=True)) == {"bad_message", "bad_reading"})


def test_a_value_that_home_assistant_discovery_announced_is_read(mosquitto):
    source = a_broker(mosquitto.port)
    series = Series.objects.get(device=a_detector(source, "box-7"))
    config = {"stat_t": "hmd/box/state", "val_tpl": "{{ value_json.s }}", "dev_cla": "smoke", "dev": {"ids": ["box-7"]}}
    with running_intake(free_port(), broker.open_gateway):
        assert eventually(lambda: _heard(mosquitto))
        mosquitto.publish("homeassistant/sensor/box/config", config)

        def said() -> bool:
            mosquitto.publish("hmd/box/state", {"s": 0.3})
            return {value for value, _at in stored(series.pk)} == {0.3}

        assert eventually(said)


def test_what_was_not_stored_is_not_acknowledged_and_comes_again(mosquitto):
    """Two lives of a client, whose store works in the second only."""
    sender = a_sender(7, "smoke")
    directory = Listed({("source-1", "shed"): sender}, Platform(1, 1, "broker", "", "127.0.0.1", mosquitto.port, ""))
    deaf, hearing = Store(), Store()
    deaf.holds = True

    asyncio.run(_live(directory, deaf, lambda: mosquitto.publish("zigbee2mqtt/shed", {"smoke": 0.4})))
    asyncio.run(_live(directory, hearing, lambda: None))

    assert (deaf.values[-1], hearing.values) == ((70, 0.4), [(70, 0.4)])


async def _live(directory: "Listed", sink: Store, act: Callable[[], None]) -> None:
    """Run a client until it has heard something that was published."""
    close = await broker.open_gateway(directory, sink)
    await asyncio.sleep(1.5)
    await asyncio.to_thread(act)
    for _look in range(100):
        await asyncio.sleep(0.05)
        if sink.values:
            break
    await close()


def test_a_detector_of_a_foreign_library_is_discovered_and_read(mosquitto):
    source = a_broker(mosquitto.port)
    series = Series.objects.get(device=a_detector(source, "box-9"))
    device = DeviceInfo(name="厨房盒子", identifiers="box-9")
    info = BinarySensorInfo(name="Smoke", device_class="smoke", unique_id="box-9-smoke", device=device)
    with running_intake(free_port(), broker.open_gateway):
        assert eventually(lambda: _heard(mosquitto))
        sensor = BinarySensor(Settings(mqtt=Settings.MQTT(host="127.0.0.1", port=mosquitto.port), entity=info))

        def alarmed() -> bool:
            sensor.on()
            return {value for value, _at in stored(series.pk)} == {1.0}

        assert eventually(alarmed)


def test_a_broker_that_cannot_be_reached_is_said_on_its_page_until_it_is_left_alone():
    source = a_broker(free_port())
    with running_intake(free_port(), broker.open_gateway):
        assert eventually(lambda: Source.objects.get().fault is not None)
        why = str(Source.objects.get().why_away)
        edit_source(source.pk, SourceSpec(title="停用", is_active=False), by=SYSTEM, now=datetime.now(UTC))

    assert why.startswith(("消息代理无法连接", "The broker cannot be reached"))


def _heard(mosquitto: Mosquitto) -> bool:
    """Publish a sign and say whether the intake has heard one: it is subscribed."""
    mosquitto.publish("zigbee2mqtt/sign", {"sign": 1})
    return Stranger.objects.filter(address="sign").exists()
