"""Devices that speak through independent clients, the real gateways, and a real PostgreSQL."""

import json
import time
import urllib.error
import urllib.request

import paho.mqtt.client as paho
import pytest
from paho.mqtt.enums import CallbackAPIVersion

from linan.ground.access.scopes import everywhere
from linan.ground.announcements.models import Logged
from linan.ground.orgs.models import Org
from linan.ground.people.models import SYSTEM
from linan.monitoring.actions.devices import put_in_maintenance
from linan.monitoring.models import Alarm
from linan.monitoring.queries import client_attributes
from tests.build import NOW
from tests.builders.monitoring import a_condition
from tests.monitoring.intake.conftest import Device, Running, stored

TOPIC = "v1/devices/me/telemetry"


def now_ms() -> int:
    return time.time_ns() // 1_000_000


def connected(running: Running, token: str, protocol: int = paho.MQTTv311) -> paho.Client:
    client = paho.Client(CallbackAPIVersion.VERSION2, protocol=protocol)
    client.username_pw_set(token)
    client.connect("127.0.0.1", running.mqtt_port)
    client.loop_start()
    return client


def say(client: paho.Client, message: object, topic: str = TOPIC) -> None:
    client.publish(topic, json.dumps(message), qos=1).wait_for_publish(10)


def posted(running: Running, token: str, body: bytes) -> tuple[int, bytes]:
    url = f"http://127.0.0.1:{running.http_port}/api/v1/{token}/telemetry"
    try:
        with urllib.request.urlopen(urllib.request.Request(url, data=body), timeout=10) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read()


@pytest.mark.parametrize("protocol", [paho.MQTTv31, paho.MQTTv311, paho.MQTTv5])
def test_an_acknowledged_message_is_in_the_table(running: Running, device: Device, protocol: int) -> None:
    client = connected(running, device.token, protocol)

    say(client, {"ts": now_ms(), "values": {"smoke": 0.02}})

    assert [value for value, _ in stored(device.series_id)] == [0.02]
    client.disconnect()


def test_a_repeated_message_is_stored_once(running: Running, device: Device) -> None:
    client = connected(running, device.token)
    message = {"ts": now_ms(), "values": {"smoke": 0.02}}

    for _ in range(3):
        say(client, message)

    assert [value for value, _ in stored(device.series_id)] == [0.02]
    client.disconnect()


@pytest.mark.parametrize("ts", [0, 4_070_908_800_000])
def test_a_time_of_1970_or_2099_gives_way_to_the_time_of_receipt(running: Running, device: Device, ts: int) -> None:
    client = connected(running, device.token)
    before = time.time()

    say(client, {"ts": ts, "values": {"smoke": 0.02}})

    ((_, at),) = stored(device.series_id)
    assert before <= at.timestamp() <= time.time()
    client.disconnect()


def test_a_crossing_raises_one_alarm_and_announces_it(running: Running, device: Device) -> None:
    with everywhere():
        a_condition(org=Org.objects.get(pk=device.org_id))
    time.sleep(2.2)
    client = connected(running, device.token)

    for value in (0.01, 0.25, 0.3, 0.22):
        say(client, {"smoke": value})

    with everywhere():
        alarm = Alarm.objects.get()
    assert (alarm.value, alarm.series_id) == (0.25, device.series_id)
    assert Logged.objects.filter(kind="monitoring.AlarmRaised").count() == 1
    client.disconnect()


def test_calm_after_a_crossing_ends_the_alarm(running: Running, device: Device) -> None:
    with everywhere():
        a_condition(org=Org.objects.get(pk=device.org_id))
    time.sleep(2.2)
    client = connected(running, device.token)

    for value in (0.25, 0.15, 0.05):
        say(client, {"smoke": value})

    with everywhere():
        assert Alarm.objects.filter(cleared_at=None).count() == 0
        assert Alarm.objects.count() == 1
    client.disconnect()


def test_a_device_in_maintenance_is_heard_but_raises_nothing(running: Running, device: Device) -> None:
    with everywhere():
        a_condition(org=Org.objects.get(pk=device.org_id))
        put_in_maintenance(device_id=device.pk, reason="换电池", by=SYSTEM, now=NOW)
    time.sleep(2.2)
    client = connected(running, device.token)

    say(client, {"smoke": 0.25})

    assert [value for value, _ in stored(device.series_id)] == [0.25]
    with everywhere():
        assert Alarm.objects.count() == 0
    client.disconnect()


def test_a_gateway_speaks_for_a_device_of_its_organisation(running: Running, device: Device) -> None:
    client = connected(running, device.token)

    say(client, {device.name: [{"ts": now_ms(), "values": {"smoke": 0.03}}]}, topic="v1/gateway/telemetry")

    assert [value for value, _ in stored(device.series_id)] == [0.03]
    client.disconnect()


def test_it_is_kept_through_which_gateway_a_device_spoke(running: Running, device: Device) -> None:
    client = connected(running, device.token)

    say(client, {device.name: [{"ts": now_ms(), "values": {"smoke": 0.03}}]}, topic="v1/gateway/telemetry")

    with everywhere():
        attributes = client_attributes(device.pk)
    assert attributes["lastConnectedGateway"] == device.pk
    client.disconnect()


def test_a_device_that_nobody_installed_costs_the_others_of_its_message_nothing(
    running: Running, device: Device
) -> None:
    client = connected(running, device.token)
    reading = [{"ts": now_ms(), "values": {"smoke": "0.03"}}]

    say(client, {"北门烟感": reading, device.name: reading}, topic="v1/gateway/telemetry")

    assert [value for value, _ in stored(device.series_id)] == [0.03]
    assert client.is_connected()
    client.disconnect()


def test_what_is_posted_is_stored_before_the_answer(running: Running, device: Device) -> None:
    status, body = posted(running, device.token, b'{"smoke": 0.02, "battery": true}')

    assert (status, body) == (200, b"")
    assert [value for value, _ in stored(device.series_id)] == [0.02]


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b'{"smoke": NaN}', 400, "bad_reading"),
        (b'{"smoke": 1e999}', 400, "bad_reading"),
        (b"\x00\xff garbage", 400, "bad_reading"),
        (b'{"smoke": {"deep": 1}}', 400, "bad_reading"),
        (b'{"smoke": 0.1' + b" " * 70_000 + b"}", 413, "too_large"),
    ],
)
def test_a_bad_post_is_refused_in_words_and_stores_nothing(
    running: Running, device: Device, body: bytes, status: int, code: str
) -> None:
    answered, said = posted(running, device.token, body)

    assert (answered, json.loads(said)["code"]) == (status, code)
    assert stored(device.series_id) == []


def test_an_unknown_token_is_refused_over_http(running: Running) -> None:
    status, said = posted(running, "nobody", b'{"smoke": 0.1}')

    assert (status, json.loads(said)["code"]) == (401, "unknown_token")
