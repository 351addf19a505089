"""What the demonstration reads and hears beside its MQTT devices: gauges of people, and a LoRaWAN platform.

The platform speaks for one manhole that is installed and for one sensor that nobody has installed yet.
"""

import json
import math
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen
from uuid import uuid4

from django.db import transaction

from linan.demo.neighbourhood import FIRE_SHED
from linan.ground.access.scopes import everywhere
from linan.ground.people.models import SYSTEM, Person
from linan.monitoring.actions.devices import DeviceSpec, add_device
from linan.monitoring.actions.manual import enter_reading
from linan.monitoring.actions.sources import SourceSpec, add_source
from linan.monitoring.models import Device, DeviceAddress, Series
from linan.monitoring.words import series_of_profile
from linan.registry.models import Building

GAUGES = (
    ("staff_gauge", "东侧河道水尺", "小区东门外河岸", 1.32, 0.0012, -0.0006),
    ("rain_by_hand", "中心花园雨量筒", "中心花园草坪", 0.0, -0.0004, 0.0005),
    ("thermometer", "北门岗亭温度计", "北门岗亭背阴处", 6.5, -0.0009, -0.0011),
)
WELL, UNKNOWN = "a84041d2c1830001", "a84041d2c1830007"
EVERY_S = 30.0


def connect(folder: Path, *, now: datetime) -> None:
    """Install gauges that people read, and a platform, unless they are there."""
    written = folder / "platform.json"
    if written.exists():
        return
    with everywhere(), transaction.atomic():
        shed = Building.objects.select_related("org").get(code=FIRE_SHED)
        reader = Person.objects.get(username="grid")
        for profile, name, place, value, east, north in GAUGES:
            device = _installed(shed, profile, (name, place), east, north, now=now)
            _read_off(device, value, by=reader, now=now)
        secret = _platform(shed, now=now)
    written.write_text(json.dumps({"secret": secret}), encoding="utf-8")
    written.chmod(0o600)


def _installed(
    near: Building, profile: str, called: tuple[str, str], east: float, north: float, *, now: datetime
) -> Device:
    name, place = called
    spec = DeviceSpec(
        org_id=near.org_id, name=name, profile=profile, place=place, lon=near.lon + east, lat=near.lat + north
    )
    return add_device(spec, series=series_of_profile(profile), by=SYSTEM, now=now).device


def _read_off(device: Device, value: float, *, by: Person, now: datetime) -> None:
    series = Series.objects.select_related("device__org").get(device=device)
    enter_reading(
        series=series, value=value, at=now - timedelta(minutes=40), key=uuid4(), note="", by=by, now=now
    )


def _platform(near: Building, *, now: datetime) -> str:
    added = add_source(
        SourceSpec(title="LoRaWAN 平台（演示）"), kind="chirpstack", org_id=near.org_id, by=SYSTEM, now=now
    )
    well = _installed(near, "water_level", ("三号井液位（LoRaWAN）", "三号检查井"), 0.0007, -0.0009, now=now)
    DeviceAddress.objects.create(device=well, kind=added.source.address_kind, address=WELL)
    return added.secret


class Platform:
    """The platform's own voice: pushes as a network server does."""

    def __init__(self, folder: Path, *, port: int) -> None:
        written = folder / "platform.json"
        secret = json.loads(written.read_text(encoding="utf-8"))["secret"] if written.exists() else ""
        self._url = f"http://127.0.0.1:{port}/in/{secret}?event=up" if secret else ""
        self._due = 0.0

    def speak(self, moment: float) -> None:
        """Push what is due. moment: monotonic seconds."""
        if not self._url or moment < self._due:
            return
        self._due = moment + EVERY_S
        for device, name, fields in (
            (WELL, "well-03", {"level": round(0.006 + 0.003 * math.sin(moment / 600), 3)}),
            (UNKNOWN, "new-smoke-07", {"smoke": 0.004, "battery": 96}),
        ):
            self._push(device, name, fields)

    def _push(self, device: str, name: str, fields: dict[str, float]) -> None:
        event = {
            "time": datetime.fromtimestamp(time.time(), UTC).isoformat(), "fPort": 2, "object": fields,
            "deviceInfo": {"devEui": device, "deviceName": name}, "rxInfo": [{"rssi": -92, "snr": 6.5}],
        }
        body = json.dumps(event).encode()
        # The intake may be away for some seconds; a network server goes on as well.
        with suppress(URLError, TimeoutError, ConnectionError):
            urlopen(Request(self._url, data=body, headers={"Content-Type": "application/json"}), timeout=3).close()
