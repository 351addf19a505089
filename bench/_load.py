"""The load: devices that publish over MQTT 3.1.1 at QoS 1, and what is seen of the answers.

JSON of 202 bytes with one key that is measured; one message in a thousand crosses the limit and is the alarm of its
block. A system that says PUBACK after the alarm is committed is timed by that PUBACK; a broker with a consumer
behind it says PUBACK early, so there the consumer publishes `alarm` with the block's number, at most OPEN blocks wait
for theirs, and the rate is that of the whole way.
"""

import asyncio
import json
import os
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, cast

TOPIC = b"\0\x17v1/devices/me/telemetry"
SIZE = 202
BLOCK = 1000
OPEN = 16


def message(device: int, value: float, packet_id: int, *, block: int = 0) -> bytes:
    """Return a PUBLISH of QoS 1 with 202 bytes of JSON."""
    body = json.dumps({"smoke": value, "device": f"b{device:05d}", "block": f"{block:09d}", "firmware": "1.4.2", "note": ""})
    body = body[:-2] + "x" * (SIZE - len(body)) + '"}'
    rest = TOPIC + packet_id.to_bytes(2, "big") + body.encode()
    return bytes([0x32, len(rest) & 127 | 128, len(rest) >> 7]) + rest


def connect(token: str, client: str) -> bytes:
    """Return CONNECT with a user name."""
    fields = b"".join(len(one).to_bytes(2, "big") + one for one in (client.encode(), token.encode()))
    rest = b"\0\4MQTT\4\x82\0\0" + fields
    return bytes([0x10, len(rest) & 127 | 128, len(rest) >> 7]) + rest


@dataclass
class Load:
    """What all devices have done together. latencies: seconds from the crossing message to its alarm."""

    burst: int
    by_alarm: bool
    sent: int = 0
    acknowledged: int = 0
    alarms: int = 0
    latencies: list[float] = field(default_factory=list)
    crossed_at: dict[int, float] = field(default_factory=dict)
    waiting: deque["Device"] = field(default_factory=deque)

    @property
    def done(self) -> int:
        """Messages that are known to have come through."""
        return self.alarms * BLOCK if self.by_alarm else self.acknowledged

    def alarm(self, block: int) -> None:
        """Note that the alarm of a block has come, and let those that waited send."""
        begun = self.crossed_at.pop(block, None)
        if begun is None:
            return
        self.alarms += 1
        self.latencies.append(time.perf_counter() - begun)
        for _ in range(min(len(self.waiting), 2 * BLOCK // self.burst)):
            self.waiting.popleft().send()


class Device(asyncio.Protocol):
    """One device that keeps some messages in flight, or is told when to send."""

    def __init__(self, number: int, token: str, load: Load, *, is_paced: bool) -> None:
        self.number, self.load, self.is_paced = number, load, is_paced
        self.hello = connect(token, f"b{os.getpid()}-{number}")
        self.calm = [message(number, 0.01, one + 1) for one in range(load.burst)]
        self.is_open, self.sent, self.answered, self.place = False, 0, 0, 0
        self.crossings: deque[tuple[int, int]] = deque()
        self.ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Sign in."""
        self.transport = cast(asyncio.Transport, transport)
        self.transport.write(self.hello)

    def data_received(self, data: bytes) -> None:
        """Count acknowledgements (four bytes each, as CONNACK is) and send on."""
        if not self.is_open:
            assert data[:4] == b"\x20\2\0\0", data
            self.is_open, data = True, data[4:]
            self.ready.set_result(None)
        self.answered += len(data) // 4
        self.load.acknowledged += len(data) // 4
        while not self.load.by_alarm and self.crossings and self.crossings[0][0] <= self.answered:
            self.load.alarm(self.crossings.popleft()[1])
        if data and not self.is_paced and self.answered == self.sent:
            self.send()

    def send(self) -> None:
        """Send the next few messages, unless too many alarms are still to come."""
        if self.transport.is_closing():
            return
        if self.load.by_alarm and len(self.load.crossed_at) >= OPEN:
            self.load.waiting.append(self)
            return
        self.transport.write(b"".join([self._next(place) for place in range(self.load.burst)]))

    def send_one(self) -> None:
        """Send one message."""
        self.place = (self.place + 1) % self.load.burst
        self.transport.write(self._next(self.place))

    def _next(self, place: int) -> bytes:
        self.sent += 1
        self.load.sent += 1
        block, rest = divmod(self.load.sent, BLOCK)
        if rest != block * 37 % BLOCK:
            return self.calm[place]
        self.load.crossed_at[block] = time.perf_counter()
        self.crossings.append((self.sent, block))
        return message(self.number, 0.25, place + 1, block=block)


class Listener(asyncio.Protocol):
    """Hears the alarms that a consumer publishes. The block's number stands in the payload."""

    def __init__(self, load: Load) -> None:
        self.load, self.rest = load, b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Sign in and subscribe to `alarm`."""
        cast(asyncio.Transport, transport).write(connect("listener", "listener") + b"\x82\x0a\0\1\0\5alarm\0")

    def data_received(self, data: bytes) -> None:
        """Take every alarm: b'"block":"000000042"', with or without a blank."""
        *whole, self.rest = (self.rest + data).replace(b" ", b"").split(b'"block":"')
        for piece in [*whole[1:], self.rest] if whole else []:
            if len(piece) >= 9:
                self.load.alarm(int(piece[:9]))
        self.rest = b'"block":"' + self.rest if len(self.rest) < 9 and whole else self.rest[-9:]


async def opened(port: int, tokens: list[str], load: Load, *, is_paced: bool) -> list[Device]:
    """Return as many devices as tokens, signed in."""
    loop, devices = asyncio.get_running_loop(), []
    if load.by_alarm:
        await loop.create_connection(lambda: Listener(load), "127.0.0.1", port)
        await asyncio.sleep(0.5)
    for number, token in enumerate(tokens):
        _, device = await loop.create_connection(
            lambda t=token, n=number: Device(n, t, load, is_paced=is_paced), "127.0.0.1", port
        )
        await asyncio.wait_for(device.ready, 20)
        devices.append(device)
    return devices


async def full_speed(
    port: int, tokens: list[str], seconds: float, *, burst: int, by_alarm: bool
) -> tuple[float, int]:
    """Return messages a second that came through, each device with a few in flight, and how many were in all."""
    load = Load(burst, by_alarm)
    devices = await opened(port, tokens, load, is_paced=False)
    for device in devices:
        device.send()
    await asyncio.sleep(1.5)
    before, began = load.done, time.perf_counter()
    await asyncio.sleep(seconds)
    rate = (load.done - before) / (time.perf_counter() - began)
    for device in devices:
        device.transport.abort()
    return rate, max(load.done, 1)


async def paced(port: int, tokens: list[str], seconds: float, rate: int, *, by_alarm: bool) -> list[float]:
    """Return sorted seconds from a crossing message to its alarm, at so many messages a second."""
    load = Load(16, by_alarm)
    devices = await opened(port, tokens, load, is_paced=True)
    began, sent = time.perf_counter(), 0
    while (passed := time.perf_counter() - began) < seconds:
        for _ in range(int(passed * rate) - sent):
            devices[sent % len(devices)].send_one()
            sent += 1
        await asyncio.sleep(0.001)
    await asyncio.sleep(1.0)
    for device in devices:
        device.transport.abort()
    return sorted(load.latencies)


async def idle(port: int, tokens: list[str], look: Callable[[], int]) -> int:
    """Return what look() says while all devices are connected and say nothing."""
    devices = await opened(port, tokens, Load(1, by_alarm=False), is_paced=True)
    await asyncio.sleep(1.0)
    seen = look()
    for device in devices:
        device.transport.abort()
    return seen


def at(latencies: list[float], share: float) -> float | None:
    """Return a percentile in ms of sorted seconds, None where there are none."""
    if not latencies:
        return None
    return round(latencies[min(int(len(latencies) * share), len(latencies) - 1)] * 1000, 2)


Found = dict[str, Any]
