"""A running intake: the real server on a free port, with the tests' own PostgreSQL."""

import asyncio
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
import uvloop
from django.db import connection

from linan.ground.access.scopes import everywhere
from linan.ground.people.models import SYSTEM
from linan.monitoring.actions.devices import DeviceSpec, add_device
from linan.monitoring.gateways import http, mqtt, office
from linan.monitoring.intake.serving import Intake
from linan.monitoring.models import Series
from linan.monitoring.stored import nothing_waits
from tests.build import a_community


@dataclass
class Running:
    """Where a running intake listens."""

    mqtt_port: int
    http_port: int


@dataclass
class Device:
    """A device with its token and the series of its first key."""

    pk: int
    name: str
    token: str
    org_id: int
    series_id: int


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def device(transactional_db: None) -> Device:
    """A smoke detector of a new community."""
    spec = DeviceSpec(org_id=a_community().pk, name="烟感-1", profile="smoke")
    with everywhere():
        series = {"smoke": ("smoke", "OD/m"), "battery": ("battery", "%")}
        made = add_device(spec, series=series, by=SYSTEM, now=datetime.now(UTC))
        series_id = Series.objects.get(device=made.device, key="smoke").pk
    return Device(made.device.pk, made.device.name, made.token, made.device.org_id, series_id)


@pytest.fixture
def running(device: Device) -> Iterator[Running]:
    """An intake that runs in its own thread until the test is over."""
    place = Running(free_port(), free_port())
    ready, stop = threading.Event(), []
    thread = threading.Thread(target=lambda: uvloop.run(_run(place, ready, stop)), daemon=True)
    thread.start()
    assert ready.wait(20)
    yield place
    stop[0]()
    thread.join(20)


async def _run(place: Running, ready: threading.Event, stop: list[Callable[[], object]]) -> None:
    ended, loop = asyncio.Event(), asyncio.get_running_loop()
    stop.append(lambda: loop.call_soon_threadsafe(ended.set))
    intake = Intake()
    await intake.begin()
    closers = [
        await mqtt.listen(intake.directory, intake.sink, port=place.mqtt_port, patience_s=1.0),
        await http.listen(intake.directory, intake.sink, port=place.http_port),
        await office.open_gateway(intake.directory, intake.sink),
    ]
    ready.set()
    await ended.wait()
    for close in closers:
        await close()
    await intake.end()


def stored(series_id: int) -> list[tuple[float, datetime]]:
    """Return (value, at) of the readings of a series, the oldest first, once what is in the journal is in its place."""
    until, moment = time.monotonic() + 10, datetime.now(UTC)
    while not nothing_waits(before=moment) and time.monotonic() < until:
        time.sleep(0.01)
    with connection.cursor() as cursor:
        cursor.execute("select value, at from monitoring_reading where series_id = %s order by at", [series_id])
        return list(cursor.fetchall())
