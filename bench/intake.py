"""Readings a second with PUBACK after COMMIT, and how long an alarm takes, beside a broker on the same machine.

The load: connections of MQTT 3.1.1 at QoS 1, JSON of 202 bytes with one key that is measured, one message in a
thousand beyond the limit. The peer is mosquitto with a subscriber in Python that decodes and stores nothing
(Node-RED behind mosquitto was measured at 27,000 messages a second on the machine of the first figures).
Usage: python bench/intake.py [--connections 1000] [--seconds 8]. Without LINAN_DATA it runs in a temporary data
folder with a PostgreSQL of its own, and takes both away afterwards.
"""

import argparse
import asyncio
import atexit
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import django
import uvloop
from django.conf import settings
from django.core.management import call_command

from linan.ground.database.server import ensure_running, stop

TOPIC = b"\0\x17v1/devices/me/telemetry"
SIZE = 202
BURST = 16
NODE_RED_PER_S = 27_000
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linan.config.settings")
if "LINAN_DATA" not in os.environ:
    os.environ["LINAN_DATA"] = tempfile.mkdtemp(prefix="linan-bench-")
    atexit.register(shutil.rmtree, os.environ["LINAN_DATA"], ignore_errors=True)
    atexit.register(stop, Path(os.environ["LINAN_DATA"]))


def message(value: float, packet_id: int) -> bytes:
    """Return a PUBLISH of QoS 1 with 202 bytes of JSON."""
    body = json.dumps({"smoke": value, "serial": "S00000", "firmware": "1.4.2", "note": ""})
    body = body[:-2] + "x" * (SIZE - len(body)) + '"}'
    rest = TOPIC + packet_id.to_bytes(2, "big") + body.encode()
    return bytes([0x32, len(rest) & 127 | 128, len(rest) >> 7]) + rest


def connect(token: str, client: str) -> bytes:
    """Return CONNECT with a user name."""
    fields = b"".join(len(one).to_bytes(2, "big") + one for one in (client.encode(), token.encode()))
    rest = b"\0\4MQTT\4\x82\0\0" + fields
    return bytes([0x10, len(rest)]) + rest


@dataclass
class Tally:
    """What the generator has seen: messages sent and acknowledged, seconds from crossing to PUBACK."""

    sent: int = 0
    acknowledged: int = 0
    latencies: list[float] = field(default_factory=list)


class Peer(asyncio.Protocol):
    """One device that keeps a few messages in flight, or is told when to send."""

    def __init__(self, token: str, client: str, tally: Tally, *, is_paced: bool) -> None:
        self.hello = connect(token, client)
        self.tally, self.is_paced = tally, is_paced
        self.is_open = False
        self.sent_at: list[float] = []
        self.calm = [message(0.01, one + 1) for one in range(BURST)]
        self.crossing = message(0.25, 1)
        self.again: asyncio.Transport | None = None
        self.ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Sign in."""
        self.transport = cast(asyncio.Transport, transport)
        transport.write(self.hello)

    def data_received(self, data: bytes) -> None:
        """Count acknowledgements (four bytes each, as CONNACK is) and send on."""
        if not self.is_open:
            assert data[:4] == b"\x20\2\0\0", data
            self.is_open, data = True, data[4:]
            self.ready.set_result(None)
        count = len(data) // 4
        self.tally.acknowledged += count
        now = time.perf_counter()
        done, self.sent_at = self.sent_at[:count], self.sent_at[count:]
        if self.is_paced:
            self.tally.latencies += [now - one for one in done]
        elif count and not self.sent_at:
            self.burst()

    def burst(self) -> None:
        """Send the next few messages."""
        self.tally.sent += BURST
        crosses = self.tally.sent % 1000 < BURST
        self.sent_at += [time.perf_counter()] * BURST
        self.transport.write(b"".join([self.crossing, *self.calm[1:]] if crosses else self.calm))

    def one(self) -> None:
        """Send one message."""
        self.tally.sent += 1
        self.sent_at.append(time.perf_counter())
        self.transport.write(self.crossing if self.tally.sent % 1000 == 0 else self.calm[0])


async def opened(port: int, tokens: list[str], tally: Tally, *, is_paced: bool) -> list[Peer]:
    """Return as many devices as tokens, signed in."""
    loop, peers = asyncio.get_running_loop(), []
    for number, token in enumerate(tokens):
        _, peer = await loop.create_connection(
            lambda t=token, n=number: Peer(t, f"b{os.getpid()}-{n}", tally, is_paced=is_paced), "127.0.0.1", port
        )
        await asyncio.wait_for(peer.ready, 20)
        peers.append(peer)
    return peers


async def full_speed(port: int, tokens: list[str], seconds: float) -> float:
    """Return acknowledged messages a second, each device with a few in flight."""
    tally = Tally()
    peers = await opened(port, tokens, tally, is_paced=False)
    for peer in peers:
        peer.burst()
    await asyncio.sleep(1.0)
    before, began = tally.acknowledged, time.perf_counter()
    await asyncio.sleep(seconds)
    rate = (tally.acknowledged - before) / (time.perf_counter() - began)
    for peer in peers:
        peer.transport.abort()
    return rate


async def paced(port: int, tokens: list[str], seconds: float, rate: int) -> list[float]:
    """Return seconds from send to PUBACK, which comes after the COMMIT of reading, alarm and announcement."""
    tally = Tally()
    peers = await opened(port, tokens, tally, is_paced=True)
    began, sent = time.perf_counter(), 0
    while (passed := time.perf_counter() - began) < seconds:
        for _ in range(int(passed * rate) - sent):
            peers[sent % len(peers)].one()
            sent += 1
        await asyncio.sleep(0.001)
    await asyncio.sleep(0.5)
    for peer in peers:
        peer.transport.abort()
    return sorted(tally.latencies)


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until_open(port: int, seconds: float = 60.0) -> None:
    """Wait until somebody listens."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise SystemExit(f"nobody listens on {port}")


def against_linan(measure: Callable[[int], object]) -> object:
    """Run the intake as a process of its own, measure it, and stop it."""
    ports = {"LINAN_MQTT_PORT": str(free_port()), "LINAN_INTAKE_HTTP_PORT": str(free_port())}
    code = "import django; django.setup(); import uvloop; from linan.monitoring.intake import serve; uvloop.run(serve())"
    served = subprocess.Popen([sys.executable, "-c", code], env={**os.environ, **ports})
    try:
        until_open(int(ports["LINAN_MQTT_PORT"]))
        return measure(int(ports["LINAN_MQTT_PORT"]))
    finally:
        served.terminate()
        served.wait(20)


SUBSCRIBER = """
import sys, msgspec, paho.mqtt.client as paho
from paho.mqtt.enums import CallbackAPIVersion
client = paho.Client(CallbackAPIVersion.VERSION2)
client.on_message = lambda c, u, m: msgspec.json.decode(m.payload)["smoke"] >= 0.1 and c.publish("alarm", m.payload)
client.connect("127.0.0.1", int(sys.argv[1])); client.subscribe("v1/#", qos=1); client.loop_forever()
"""


def against_mosquitto(measure: Callable[[int], float]) -> float | None:
    """Run mosquitto with a subscriber that judges and stores nothing; None where mosquitto is not installed."""
    program = shutil.which("mosquitto") or shutil.which("mosquitto", path="/usr/sbin")
    if program is None:
        return None
    port = free_port()
    written = Path(tempfile.mkdtemp()) / "mosquitto.conf"
    written.write_text(
        f"listener {port} 127.0.0.1\nallow_anonymous true\npersistence false\nmax_queued_messages 0\n"
        "max_inflight_messages 0\nset_tcp_nodelay true\nlog_type error\n"
    )
    broker = subprocess.Popen([program, "-c", str(written)])
    until_open(port)
    subscriber = subprocess.Popen([sys.executable, "-c", SUBSCRIBER, str(port)])
    try:
        time.sleep(1)
        return measure(port)
    finally:
        for one in (subscriber, broker):
            one.terminate()
            one.wait(10)


def registered(count: int) -> list[str]:
    """Return the tokens of new smoke detectors whose condition the crossing message meets."""
    django.setup()
    ensure_running(settings.DATA)
    call_command("migrate", verbosity=0)
    return subprocess.run(
        [sys.executable, str(Path(__file__).with_name("_devices.py")), str(count)],
        check=True, capture_output=True, text=True,
    ).stdout.split()


def at(latencies: list[float], share: float) -> float:
    """Return a percentile in ms of sorted seconds."""
    return round(latencies[min(int(len(latencies) * share), len(latencies) - 1)] * 1000, 2)


def main() -> None:
    """Measure and print ratios, then one line of JSON."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--connections", type=int, default=1000)
    asked.add_argument("--seconds", type=float, default=8.0)
    options = asked.parse_args()
    tokens = registered(options.connections)
    seconds = options.seconds

    def speed(port: int) -> float:
        return float(uvloop.run(full_speed(port, tokens, seconds)))

    ours = against_linan(speed)
    latencies = against_linan(lambda port: uvloop.run(paced(port, tokens, seconds, 10_000)))
    peer = against_mosquitto(speed)
    assert isinstance(ours, float) and isinstance(latencies, list)
    found = {
        "messages_per_s": round(ours), "p50_ms": at(latencies, 0.5), "p99_ms": at(latencies, 0.99),
        "mosquitto_per_s": round(peer) if peer else None, "ratio": round(ours / peer, 2) if peer else None,
        "ratio_to_node_red_as_recorded": round(ours / NODE_RED_PER_S, 2),
    }
    print(json.dumps(found))


if __name__ == "__main__":
    main()
