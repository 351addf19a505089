"""Many at once: devices that all come back together, and strangers that only hold the line."""

import asyncio
import socket
import threading
import time
import urllib.request

import pytest

from linan.monitoring.gateways._packets import Kind, packet
from tests.monitoring.intake.conftest import Device, Running, stored

ACCEPTED = b"\x20\2\0\0"
WITHIN_S = 90.0
BEGAN_MS = time.time_ns() // 1_000_000


def opening(device: Device, client: str) -> bytes:
    """Return a CONNECT of MQTT 3.1.1."""
    words = [client.encode(), device.token.encode()]
    return packet(Kind.CONNECT, b"\0\4MQTT\4\x82\0\x3c" + b"".join(len(one).to_bytes(2, "big") + one for one in words))


def reading(number: int) -> bytes:
    """Return a PUBLISH with QoS 1 of one value that nobody else sends."""
    body = b'{"ts":%d,"values":{"smoke":%f}}' % (BEGAN_MS - number, number / 1e6)
    return packet(Kind.PUBLISH, b"\0\x17v1/devices/me/telemetry\0\1" + body, flags=2)


async def come_back(running: Running, device: Device, number: int) -> bool:
    """Sign in and send a reading, again and again as devices do; return whether it was acknowledged."""
    sent = opening(device, f"c{number}") + reading(number)
    while True:
        reader, writer = await asyncio.open_connection("127.0.0.1", running.mqtt_port)
        writer.write(sent)
        try:
            return await reader.readexactly(8) == ACCEPTED + b"\x40\2\0\1"
        except (asyncio.IncompleteReadError, ConnectionError):
            await asyncio.sleep(0.5)
        finally:
            writer.close()


async def all_come_back(running: Running, device: Device, count: int) -> int:
    """Return how many of so many devices were acknowledged."""
    coming = [come_back(running, device, number) for number in range(count)]
    return sum(await asyncio.wait_for(asyncio.gather(*coming), WITHIN_S))


@pytest.mark.chaos
def test_five_thousand_devices_that_come_back_at_once_are_all_heard(running: Running, device: Device) -> None:
    acknowledged = asyncio.run(all_come_back(running, device, 5_000))

    assert acknowledged == 5_000
    assert len({value for value, _ in stored(device.series_id)}) == 5_000


@pytest.mark.parametrize("port", ["mqtt_port", "http_port"])
def test_strangers_that_send_a_byte_now_and_then_do_not_keep_a_device_waiting(
    running: Running, device: Device, port: str
) -> None:
    begun = {"mqtt_port": opening(device, "slow"), "http_port": b"POST /api/v1/x/telemetry HTTP/1.1\r\nHost: a\r\n" * 9}[port]
    over = threading.Event()
    lines = [socket.create_connection(("127.0.0.1", getattr(running, port))) for _ in range(500)]
    drip = threading.Thread(target=_drip, args=(lines, begun, over))
    drip.start()

    began = time.monotonic()
    for number in range(20):
        body = b'{"smoke": %f}' % (0.01 + number / 1e4)
        url = f"http://127.0.0.1:{running.http_port}/api/v1/{device.token}/telemetry"
        urllib.request.urlopen(urllib.request.Request(url, data=body), timeout=10).read()
    waited = time.monotonic() - began
    over.set()
    drip.join(10)
    for one in lines:
        one.close()

    assert len(stored(device.series_id)) == 20
    assert waited < 10


def _drip(lines: list[socket.socket], begun: bytes, over: threading.Event) -> None:
    for byte in begun:
        for line in lines:
            try:
                line.send(bytes([byte]))
            except OSError:
                continue
        if over.wait(0.2):
            return


def test_whoever_does_not_sign_in_in_time_is_hung_up_on(running: Running, device: Device) -> None:
    with socket.create_connection(("127.0.0.1", running.mqtt_port), timeout=10) as line:
        began = time.monotonic()
        for byte in opening(device, "slow")[:8]:
            line.send(bytes([byte]))
            time.sleep(0.1)
        gone = line.recv(1)

    assert (gone, time.monotonic() - began < 5) == (b"", True)
