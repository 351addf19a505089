"""What the MQTT gateway answers to good and bad bytes, over a real socket."""

import asyncio
import socket
from collections.abc import Iterator, Mapping
from threading import Event, Thread
from typing import Any

import pytest

from linan.monitoring.domain.reading import Channel, Columns, Reply, Sender
from linan.monitoring.gateways import mqtt
from linan.monitoring.gateways._packets import Broken, Framer, Kind, packet, read_publish

SENDER = Sender(device_id=1, org_id=1, name="烟感", channels={"smoke": Channel(7, {})})
TELEMETRY = b"\0\x17v1/devices/me/telemetry"


class OneDevice:
    """A directory with one token."""

    async def by_token(self, token: str) -> Sender | None:
        return SENDER if token == "token" else None

    def still(self, token: str) -> Sender | None:
        return SENDER if token == "token" else None

    async def client_attributes(self, device_id: int) -> Mapping[str, Any]:
        return {"firmware": "1.4.2"}

    async def by_name(self, gateway: Sender, name: str) -> Sender | None:
        return None

    def still_named(self, gateway: Sender, name: str) -> Sender | None:
        return None

    async def by_address(self, kind: str, address: str) -> Sender | None:
        return None

    def still_at(self, kind: str, address: str) -> Sender | None:
        return None

    def quarantine(self, kind: str, address: str, raw: str) -> None:
        raise AssertionError("nobody is a stranger here")


class Memory:
    """A sink that stores at once, or never while it holds."""

    number = 0
    is_full = False
    holds = False

    def __init__(self) -> None:
        self.columns = Columns()
        self.attributes: dict[str, Any] = {}
        self.silent: set[int] = set()

    @property
    def rows(self) -> list[tuple[int, float]]:
        count = self.columns.count
        return list(zip(self.columns.series[:count].tolist(), self.columns.values[:count].tolist(), strict=True))

    def put(self, series_id: int, at_us: int, value: float) -> None:
        self.columns.put(series_id, at_us, value)

    def put_attributes(self, device_id: int, said: Mapping[str, Any]) -> None:
        self.attributes.update(said)

    def lost(self, device_id: int) -> None:
        self.silent.add(device_id)

    def when_stored(self, reply: Reply) -> None:
        self.number += 1
        if not self.holds:
            asyncio.get_running_loop().call_soon(reply)


def connect(*, version: int = 4, token: bytes = b"token", client: bytes = b"a") -> bytes:
    name = b"\0\6MQIsdp" if version == 3 else b"\0\4MQTT"
    properties = b"\0" if version == 5 else b""
    text = len(client).to_bytes(2, "big") + client + len(token).to_bytes(2, "big") + token
    return packet(Kind.CONNECT, name + bytes([version, 0x82, 0, 60]) + properties + text)


def published(payload: bytes, *, version: int = 4, qos: int = 1, topic: bytes = TELEMETRY) -> bytes:
    properties = b"\0" if version == 5 else b""
    return packet(Kind.PUBLISH, topic + (b"\0\1" if qos else b"") + properties + payload, flags=qos << 1)


class Door:
    """A gateway that listens in its own thread."""

    def __init__(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.sink = Memory()
        self._ready = Event()
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=lambda: self._loop.run_until_complete(self._run()), daemon=True)

    async def _run(self) -> None:
        self._stop = asyncio.Event()
        close = await mqtt.listen(OneDevice(), self.sink, port=self.port, patience_s=0.4)
        self._ready.set()
        await self._stop.wait()
        await close()

    def open(self) -> None:
        self._thread.start()
        assert self._ready.wait(5)

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(5)

    def socket(self) -> socket.socket:
        made = socket.create_connection(("127.0.0.1", self.port), timeout=5)
        return made


@pytest.fixture
def door() -> Iterator[Door]:
    made = Door()
    made.open()
    yield made
    made.close()


def heard(peer: socket.socket, size: int) -> bytes:
    got = b""
    while len(got) < size and (piece := peer.recv(size - len(got))):
        got += piece
    return got


@pytest.mark.parametrize(
    ("version", "token", "answer"),
    [
        (3, b"token", b"\x20\2\0\0"),
        (4, b"token", b"\x20\2\0\0"),
        (4, b"wrong", b"\x20\2\0\4"),
        (4, b"", b"\x20\2\0\5"),
        (5, b"wrong", b"\x20\3\0\x86\0"),
        (5, b"", b"\x20\3\0\x87\0"),
        (6, b"token", b"\x20\2\0\1"),
    ],
)
def test_connack_says_whether_the_token_opens(door: Door, version: int, token: bytes, answer: bytes) -> None:
    peer = door.socket()

    peer.sendall(connect(version=version, token=token))

    assert heard(peer, len(answer)) == answer


def test_a_packet_that_arrives_byte_by_byte_is_understood(door: Door) -> None:
    peer = door.socket()

    for byte in connect() + published(b'{"smoke": 0.5}'):
        peer.sendall(bytes([byte]))

    assert heard(peer, 8) == b"\x20\2\0\0" + b"\x40\2\0\1"
    assert door.sink.rows == [(7, 0.5)]


@pytest.mark.parametrize(
    "bad",
    [
        b"GET / HTTP/1.1\r\n\r\n",
        b"\x10\xff\xff\xff\xff\xff",
        b"\x30\x02\0\0",
        b"\x10\xff\xff\xff\x7f",
    ],
)
def test_garbage_ends_the_connection_and_nothing_else(door: Door, bad: bytes) -> None:
    peer = door.socket()

    peer.sendall(bad)

    assert heard(peer, 1) == b""
    other = door.socket()
    other.sendall(connect())
    assert heard(other, 4) == b"\x20\2\0\0"


@pytest.mark.parametrize(
    "bad",
    [
        published(b'{"smoke": NaN}'),
        published(b"not json"),
        published(b'{"smoke": 0.1}', qos=2),
        packet(Kind.SUBSCRIBE, b"\0\1", flags=2),
    ],
)
def test_mqtt_3_has_no_other_answer_to_a_bad_message_than_the_end(door: Door, bad: bytes) -> None:
    peer = door.socket()

    peer.sendall(connect() + bad)

    assert heard(peer, 99) == b"\x20\2\0\0"
    assert door.sink.rows == []


def test_mqtt_5_is_told_that_a_payload_is_bad_and_goes_on(door: Door) -> None:
    peer = door.socket()
    peer.sendall(connect(version=5) + published(b'{"smoke": NaN}', version=5) + published(b'{"smoke": 1}', version=5))

    answer = heard(peer, 19 + 5 + 4)

    assert answer[19:] == b"\x40\3\0\1\x99" + b"\x40\2\0\1"


@pytest.mark.parametrize(
    ("topic", "reason"), [(b"\0\x13v1/devices/me/claim", b"\x90"), (b"\0\x10v1/gateway/claim", b"\x99")]
)
def test_mqtt_5_is_told_that_no_device_claims_itself_and_goes_on(door: Door, topic: bytes, reason: bytes) -> None:
    peer = door.socket()
    claim = published(b'{"secretKey": "s", "durationMs": 60000}', version=5, topic=topic)

    peer.sendall(connect(version=5) + claim)
    refused = heard(peer, 19 + 5)
    peer.sendall(published(b'{"smoke": 1}', version=5))

    assert refused[19:] == b"\x40\3\0\1" + reason
    assert heard(peer, 4) == b"\x40\2\0\1"


def test_mqtt_5_is_told_that_it_sends_more_than_was_granted_before_it_is_acknowledged(door: Door) -> None:
    door.sink.holds = True
    peer = door.socket()

    peer.sendall(connect(version=5) + published(b'{"smoke": 1}', version=5) * 1_001)

    assert heard(peer, 99)[19:] == b"\xe0\2\x93\0"


def test_mqtt_5_is_told_that_another_connection_took_over(door: Door) -> None:
    older, newer = door.socket(), door.socket()
    older.sendall(connect(version=5))
    heard(older, 19)

    newer.sendall(connect(version=5))

    assert heard(older, 99) == b"\xe0\2\x8e\0"


def test_half_a_packet_and_then_silence_ends_the_connection(door: Door) -> None:
    peer = door.socket()

    peer.sendall(connect() + published(b'{"smoke": 0.5}')[:10])

    assert heard(peer, 99) == b"\x20\2\0\0"


def test_the_newest_connection_of_a_client_takes_over(door: Door) -> None:
    older, newer = door.socket(), door.socket()
    older.sendall(connect())
    heard(older, 4)

    newer.sendall(connect())

    assert heard(newer, 4) == b"\x20\2\0\0"
    assert heard(older, 1) == b""


def test_a_subscription_is_granted_at_most_qos_1(door: Door) -> None:
    peer = door.socket()

    peer.sendall(connect() + packet(Kind.SUBSCRIBE, b"\0\1" + b"\0\1a\2" + b"\0\1b\0", flags=2))

    assert heard(peer, 4 + 6) == b"\x20\2\0\0" + b"\x90\4\0\1\1\0"


def test_session_limits_are_told(door: Door) -> None:
    peer = door.socket()
    topic = b"v1/devices/me/rpc/request/1"
    body = b"\0" + bytes([len(topic)]) + topic + b'{"method": "getSessionLimits"}'

    peer.sendall(connect() + packet(Kind.PUBLISH, body))

    assert b"v1/devices/me/rpc/response/1" in heard(peer, 100)


@pytest.mark.parametrize("size", [1, 2, 3, 7, 64])
def test_packets_are_the_same_however_the_stream_is_cut(size: int) -> None:
    stream = connect() + published(b"x" * 300) + packet(Kind.PINGREQ, b"")
    framer = Framer(65_536)
    found: list[tuple[int, bytes]] = []

    for start in range(0, len(stream), size):
        found += framer.feed(stream[start : start + size])

    assert [first >> 4 for first, _ in found] == [Kind.CONNECT, Kind.PUBLISH, Kind.PINGREQ]


def test_a_packet_longer_than_the_limit_is_refused_before_it_arrives() -> None:
    framer = Framer(100)

    with pytest.raises(Broken) as refused:
        list(framer.feed(b"\x30\xff\x01"))

    assert refused.value.reason.name == "TOO_LARGE"


def test_a_device_that_announces_a_packet_beyond_the_limit_is_put_out(door: Door) -> None:
    peer = door.socket()
    peer.sendall(connect())
    heard(peer, 4)

    peer.sendall(b"\x30\xff\xff\xff\x7f")

    assert heard(peer, 1) == b""


@pytest.mark.parametrize("payload", [b"", b"{}", b'{"smoke": 0.5}', b"\0\xff"])
@pytest.mark.parametrize("packet_id", [1, 255, 256, 65_535])
def test_the_common_publish_is_read_like_any_other(payload: bytes, packet_id: int) -> None:
    number = packet_id.to_bytes(2, "big")

    quick = read_publish(0x32, TELEMETRY + number + payload, 4)

    assert quick == read_publish(0x32, TELEMETRY + number + b"\0" + payload, 5)
