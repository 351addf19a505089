"""Devices that speak MQTT: one client each, quiet ones with heartbeats and noise, and those that see the fire.

Runs as a process of its own and knows nothing of the gateway but its address and the tokens.
"""

import json
import os
import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import paho.mqtt.client as mqtt
from paho.mqtt.enums import CallbackAPIVersion

from linan.demo.recordings import Moment

CALM_S = 8.0
HEARTBEAT_S = 10.0
# After the recording: how long smoke and heat stand still, and how long they then take to fall by half. Simulated.
HOLDS_S = 120.0
HALF_LIFE_S = 180.0
TOPIC = "v1/devices/me/telemetry"
CALLS = "v1/devices/me/rpc/request/"
ANSWERS = "v1/devices/me/rpc/response/"


@dataclass(frozen=True, slots=True)
class Equipment:
    """A device of the demonstration: its token, what it measures, and the room of the recording it hears."""

    name: str
    token: str
    profile: str
    room: str = ""


Sent = tuple[int, list[str], float]  # ms since 1970 of a reading, its keys, and when it was sent (s since 1970)


@dataclass(slots=True)
class Journal:
    """Every publication that the gateway acknowledged, and when each was sent."""

    path: Path
    acknowledged: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def write(self, *, device: str, ts_ms: int, keys: list[str], sent_at: float) -> None:
        """Append one acknowledged publication."""
        line = json.dumps({"device": device, "ts": ts_ms, "keys": keys, "sent_at": sent_at}, ensure_ascii=False)
        with self.lock, self.path.open("a", encoding="utf-8") as file:
            file.write(line + "\n")
            self.acknowledged += 1


class Client:
    """One device at its own MQTT connection; keeps what is not acknowledged and sends it again."""

    def __init__(self, equipment: Equipment, *, port: int, journal: Journal) -> None:
        self.equipment = equipment
        self.journal = journal
        self._waiting: dict[int, Sent | None] = {}
        self._early: set[int] = set()  # acknowledged before they could be noted as waiting
        self._lock = threading.Lock()  # never held while paho is called: paho calls back with its own locks held
        self._last_ms = 0
        self.mqtt = mqtt.Client(CallbackAPIVersion.VERSION2, client_id=equipment.name, clean_session=False)
        self.mqtt.username_pw_set(equipment.token)
        self.mqtt.on_publish = self._acknowledged
        self._sounding = False
        if equipment.profile == "loudspeaker":
            self.mqtt.on_connect = self._listen
            self.mqtt.on_message = self._called
        self.mqtt.reconnect_delay_set(min_delay=1, max_delay=4)
        self.mqtt.connect_async("127.0.0.1", port, keepalive=60)
        self.mqtt.loop_start()

    def send(self, values: dict[str, float | bool]) -> None:
        """Publish values with the moment of sending, at QoS 1."""
        if "sounding" in values:
            values = {**values, "sounding": self._sounding}
        with self._lock:
            self._last_ms = ts_ms = max(int(time.time() * 1000), self._last_ms + 1)
        self._publish(TOPIC, {"ts": ts_ms, "values": values}, (ts_ms, list(values), time.time()))

    def stop(self) -> None:
        """Say good-bye."""
        self.mqtt.disconnect()
        self.mqtt.loop_stop()

    def _listen(self, client: mqtt.Client, *_rest: object) -> None:
        client.subscribe(CALLS + "+", 1)

    def _called(self, client: mqtt.Client, _data: object, message: mqtt.MQTTMessage) -> None:
        """Do what a loudspeaker is told, and say so."""
        call = json.loads(message.payload)
        if call.get("method") == "siren":
            self._sounding = bool(call["params"].get("on"))
        self._publish(ANSWERS + message.topic.removeprefix(CALLS), {"success": True}, None)
        self.send({"sounding": self._sounding})

    def _publish(self, topic: str, payload: dict[str, object], reading: Sent | None) -> None:
        mid = self.mqtt.publish(topic, json.dumps(payload), qos=1).mid
        with self._lock:
            is_acknowledged = mid in self._early
            self._early.discard(mid)
            if not is_acknowledged:
                self._waiting[mid] = reading
        if is_acknowledged:
            self._note(reading)

    def _acknowledged(self, _client: object, _data: object, mid: int, *_rest: object) -> None:
        with self._lock:
            if mid not in self._waiting:
                self._early.add(mid)
                return
            reading = self._waiting.pop(mid)
        self._note(reading)

    def _note(self, reading: Sent | None) -> None:
        if reading:
            ts_ms, keys, sent_at = reading
            self.journal.write(device=self.equipment.name, ts_ms=ts_ms, keys=keys, sent_at=sent_at)


def quiet_values(profile: str, dice: random.Random) -> dict[str, float | bool]:
    """Return what a device of that kind says on an ordinary night. Values are plausible, not recorded."""
    return _ordinary(dice)[profile]()


def _ordinary(dice: random.Random) -> dict[str, Callable[[], dict[str, float | bool]]]:
    return {
        "smoke": lambda: {"smoke": round(abs(dice.gauss(0.003, 0.002)), 4), "battery": dice.randint(70, 100)},
        "heat": lambda: {"temperature": round(dice.gauss(21.0, 0.8), 1), "battery": dice.randint(70, 100)},
        "co": lambda: {"co": round(abs(dice.gauss(2.0, 1.0)), 1), "battery": dice.randint(70, 100)},
        "ebike_socket": lambda: {"power": round(dice.uniform(80, 240), 1), "temperature": round(dice.gauss(28, 2), 1)},
        "water_level": lambda: {"level": round(abs(dice.gauss(0.006, 0.003)), 3)},
        "rain_gauge": lambda: {"rain": 0.0},
        "door": lambda: {"open": False},
        "sos_button": lambda: {"battery": dice.randint(60, 100)},
        "loudspeaker": lambda: {"sounding": False},
    }


MODELS = frozenset(_ordinary(random.Random(0)))  # that the demonstration can play


def fire_values(equipment: Equipment, moment: Moment, dice: random.Random) -> dict[str, float | bool]:
    """Return what the recording says in that device's room, or ordinary values where it had no instrument."""
    key, value = _heard(equipment, moment)
    return quiet_values(equipment.profile, dice) if value is None else {key: max(value, 0.0)}


def fading_values(
    equipment: Equipment, last: Moment, dice: random.Random, *, after_s: float
) -> dict[str, float | bool]:
    """Return what a device says after the recording: its last value for a while, then ever nearer to a quiet night.

    after_s: seconds since the end of the recording. The course is simulated, no measurement: it lets alarms last as
    long as smoke hangs in a building whose fire was put out.
    """
    quiet = quiet_values(equipment.profile, dice)
    key, value = _heard(equipment, last)
    if value is None:
        return quiet
    left = 0.5 ** (max(after_s - HOLDS_S, 0.0) / HALF_LIFE_S)
    return {**quiet, key: round(float(quiet[key]) * (1 - left) + max(value, 0.0) * left, 4)}


def _heard(equipment: Equipment, moment: Moment) -> tuple[str, float | None]:
    """Return the key of a device and what its room's instrument read, None where there was no such instrument."""
    heard = {
        "smoke": ("smoke", moment.smoke.get(equipment.room)),
        "heat": ("temperature", moment.heat.get(equipment.room)),
        "co": ("co", moment.co.get(equipment.room)),
    }
    return heard.get(equipment.profile, ("", None))


class Night:
    """The story's clock: how far the recording has been played, and how long ago (in its seconds) it ended."""

    def __init__(self, moments: list[Moment]) -> None:
        self.moments = moments
        self.position_s = 0.0
        self.after_s = 0.0
        self._next = 0

    @property
    def length_s(self) -> float:
        """Length of the calm and of the recording, in seconds."""
        return CALM_S + self.moments[-1].at_s

    def advance(self, seconds: float) -> list[Moment]:
        """Return the moments of the recording that pass in the next seconds."""
        beyond = self.position_s + seconds - self.length_s
        self.position_s = min(self.position_s + seconds, self.length_s)
        self.after_s += max(beyond, 0.0)
        begin = self._next
        while self._next < len(self.moments) and self.moments[self._next].at_s + CALM_S <= self.position_s:
            self._next += 1
        return self.moments[begin : self._next]

    def restart(self) -> None:
        """Go back to the calm before the fire."""
        self.position_s, self.after_s, self._next = 0.0, 0.0, 0


def read_equipment(path: Path) -> list[Equipment]:
    """Return the devices that the seeding wrote down with their tokens."""
    return [Equipment(**one) for one in json.loads(path.read_text(encoding="utf-8"))]


def write_equipment(path: Path, equipment: list[Equipment]) -> None:
    """Write the devices and their tokens where only this account can read them."""
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = [{"name": e.name, "token": e.token, "profile": e.profile, "room": e.room} for e in equipment]
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(rows, file, ensure_ascii=False, indent=0)
