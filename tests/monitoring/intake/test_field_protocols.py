"""A fire panel, a dust station and a flooded underpass over TCP, with their shipped conditions and a real PostgreSQL."""

import asyncio
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

import pytest
import uvloop

from linan.ground.access.scopes import everywhere
from linan.ground.people.models import SYSTEM
from linan.monitoring.actions.conditions import ConditionSpec, add_condition
from linan.monitoring.actions.devices import DeviceSpec, add_device
from linan.monitoring.gateways import gb26875, hj212, sl651
from linan.monitoring.gateways._gb26875_frames import Command, Frame, Framer, write_frame, write_label
from linan.monitoring.gateways._gb26875_readings import CHINA
from linan.monitoring.gateways._hj212_packets import write_packet
from linan.monitoring.gateways._pictures import Album
from linan.monitoring.gateways._sl651_frames import Frame as StationFrame
from linan.monitoring.gateways._sl651_frames import write_frame as write_station_frame
from linan.monitoring.intake.serving import Intake
from linan.monitoring.models import Alarm, DeviceAddress
from linan.monitoring.profiles import load_profiles
from tests.build import NOW, a_community
from tests.monitoring.intake.conftest import free_port

ADDRESSES = {"fire_transmitter": "654321", "panel_smoke": "654321/1/2.7", "air_station": "A1", "flood_station": "0012345678"}
SOURCE = (654321).to_bytes(6, "little")


@dataclass
class Field:
    """The ports of the field's own protocols."""

    gb26875: int
    hj212: int
    sl651: int


def install(org_id: int, key: str, address: str) -> None:
    """Install a device of a model at its address, with the conditions that its model ships."""
    profile = load_profiles()[key]
    series = {name: (one.quantity, one.unit) for name, one in profile.series.items()}
    made = add_device(DeviceSpec(org_id=org_id, name=key, profile=key), series=series, by=SYSTEM, now=NOW)
    DeviceAddress.objects.create(device=made.device, kind=profile.gateway, address=address)
    for one in profile.conditions:
        spec = ConditionSpec(title=one.title.zh, parameters=one.parameters, severity=one.severity, reason=one.reason)
        add_condition(spec, org_id=org_id, kind=one.kind, quantity=one.quantity, profile=key, by=SYSTEM, now=NOW)


@pytest.fixture
def field(transactional_db: None) -> Iterator[Field]:
    """The gateways of the field, in a thread of their own until the test is over."""
    org_id = a_community().pk
    with everywhere():
        for key, address in ADDRESSES.items():
            install(org_id, key, address)
    place = Field(free_port(), free_port(), free_port())
    ready, stop = threading.Event(), []
    thread = threading.Thread(target=lambda: uvloop.run(_run(place, ready, stop)), daemon=True)
    thread.start()
    assert ready.wait(30)
    yield place
    stop[0]()
    thread.join(20)


async def _run(place: Field, ready: threading.Event, stop: list[Callable[[], object]]) -> None:
    ended, loop = asyncio.Event(), asyncio.get_running_loop()
    stop.append(lambda: loop.call_soon_threadsafe(ended.set))
    intake, album = Intake(), Album()
    await intake.begin()
    closers = [
        await gb26875.listen(intake.directory, intake.sink, port=place.gb26875),
        await hj212.listen(intake.directory, intake.sink, port=place.hj212),
        await sl651.listen(intake.directory, intake.sink, album, port=place.sl651),
    ]
    ready.set()
    await ended.wait()
    for close in (*closers, album.close):
        await close()
    await intake.end()


def answered(port: int, raw: bytes) -> bytes:
    """Send, and return the answer."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as peer:
        peer.sendall(raw)
        return peer.recv(4_096)


def alarms() -> list[tuple[str, str]]:
    """Return (device, quantity) of the open alarms, in order."""
    with everywhere():
        return sorted(Alarm.objects.filter(cleared_at=None).values_list("device__name", "series__quantity"))


def test_the_fire_of_a_detector_behind_a_panel_is_an_alarm_when_the_panel_hears_the_confirm(field: Field) -> None:
    at = write_label(datetime.fromtimestamp(time.time(), CHINA))
    unit = bytes([2, 1, 1, 1, 42]) + b"\2\0\7\0" + b"\3\0" + "1号楼2层走道".encode("gb18030").ljust(31, b"\0") + at

    raw = answered(field.gb26875, write_frame(Frame(9, (1, 1), at, SOURCE, bytes(6), Command.SEND, unit)))

    (confirm,) = Framer().feed(raw)
    assert isinstance(confirm, Frame)
    assert (confirm.command, confirm.serial) == (Command.CONFIRM, 9)
    assert alarms() == [("panel_smoke", "fire")]


def test_a_broken_instrument_alarms_and_its_values_do_not(field: Field) -> None:
    moment = f"{datetime.fromtimestamp(time.time(), CHINA):%Y%m%d%H%M%S}"
    data = f"DataTime={moment};a01001-Rtd=85,a01001-Flag=D;LA-Rtd=61,LA-Flag=N"

    raw = answered(
        field.hj212, write_packet(f"QN={moment}000;ST=39;CN=2011;PW=123456;MN=A1;Flag=5;CP=&&{data}&&")
    )

    assert b"CN=9014" in raw
    assert alarms() == [("air_station", "device_fault")]


def test_a_threshold_report_from_a_flooded_underpass_closes_the_road(field: Field) -> None:
    moment = f"{datetime.fromtimestamp(time.time(), CHINA):%y%m%d%H%M%S}"
    text = bytes.fromhex(f"0007{moment}F1F1001234567848F0F0{moment[:10]}392300000310452000000080")
    frame = StationFrame(
        is_ascii=False, is_down=False, centre=1, station="0012345678", password="A000", function=0x33, end=3, text=text
    )

    raw = answered(field.sl651, write_station_frame(frame))

    assert raw[-3] == 0x04
    assert alarms() == [("flood_station", "threshold_report"), *[("flood_station", "water_level")] * 3]
