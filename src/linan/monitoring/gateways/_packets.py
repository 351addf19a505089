"""MQTT packets: framing and the few that a gateway reads and writes. Pure: bytes in, values out.

Source: OASIS MQTT 3.1.1 and MQTT 5.0; section numbers are those of 5.0.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from typing import NamedTuple


class Kind(IntEnum):
    """Control packet types (2.1.2)."""

    CONNECT = 1
    CONNACK = 2
    PUBLISH = 3
    PUBACK = 4
    SUBSCRIBE = 8
    SUBACK = 9
    UNSUBSCRIBE = 10
    UNSUBACK = 11
    PINGREQ = 12
    PINGRESP = 13
    DISCONNECT = 14


class Reason(IntEnum):
    """Reason codes (2.4)."""

    SUCCESS = 0x00
    MALFORMED = 0x81
    PROTOCOL_ERROR = 0x82
    BAD_VERSION = 0x84
    BAD_TOKEN = 0x86
    NOT_AUTHORISED = 0x87
    KEEP_ALIVE = 0x8D
    TAKEN_OVER = 0x8E
    NO_TOPIC = 0x90
    TOO_MANY = 0x93
    TOO_LARGE = 0x95
    BAD_PAYLOAD = 0x99
    NO_RETAIN = 0x9A
    NO_QOS = 0x9B


CONNACK_3 = {Reason.BAD_VERSION: 1, Reason.BAD_TOKEN: 4, Reason.NOT_AUTHORISED: 5}  # MQTT 3.1.1, 3.2.2.3
PROPERTY_SIZES = {  # 2.2.2.2; 0 = length-prefixed, -1 = variable byte integer, -2 = pair of strings
    0x01: 1, 0x02: 4, 0x03: 0, 0x08: 0, 0x09: 0, 0x0B: -1, 0x11: 4, 0x12: 0, 0x13: 2, 0x15: 0, 0x16: 0, 0x17: 1,
    0x18: 4, 0x19: 1, 0x1A: 0, 0x1C: 0, 0x1F: 0, 0x21: 2, 0x22: 2, 0x23: 2, 0x24: 1, 0x25: 1, 0x26: -2, 0x27: 4,
    0x28: 1, 0x29: 1, 0x2A: 1,
}
TOPIC_ALIAS = 0x23
COMMON_TOPIC = "v1/devices/me/telemetry"
COMMON = b"\0\x17v1/devices/me/telemetry"  # how nearly every PUBLISH begins; read without a Reader


class Broken(Exception):
    """A packet that breaks the protocol; the connection ends with this reason."""

    def __init__(self, reason: Reason) -> None:
        self.reason = reason
        super().__init__(reason.name)


@dataclass(slots=True)
class Framer:
    """Cuts a stream into packets, whatever the pieces in which it arrives. limit: bytes of one packet."""

    limit: int
    rest: bytes = b""

    def joined(self, data: bytes) -> bytes:
        """Return the rest of the last piece with the new one behind it."""
        buffer, self.rest = self.rest + data if self.rest else data, b""
        return buffer

    def cut(self, buffer: bytes, start: int) -> tuple[int, bytes, int] | None:
        """Return (first byte, body, end) of the packet that begins here; keep one that is not whole. Raises: Broken."""
        end = len(buffer)
        if start >= end:
            return None
        size, body = _length(buffer, start + 1)
        if size > self.limit:
            raise Broken(Reason.TOO_LARGE)
        if size < 0 or body + size > end:
            self.rest = buffer[start:]
            return None
        return buffer[start], buffer[body : body + size], body + size

    def feed(self, data: bytes) -> Iterator[tuple[int, bytes]]:
        """Yield (first byte, body) of each whole packet. Raises: Broken."""
        buffer, position = self.joined(data), 0
        while (found := self.cut(buffer, position)) is not None:
            first, body, position = found
            yield first, body


def _length(buffer: bytes, at: int) -> tuple[int, int]:
    """Return (value, next position) of a variable byte integer (1.5.5); -1 while it is incomplete."""
    value = 0
    for place in range(4):
        if at + place >= len(buffer):
            return -1, at
        byte = buffer[at + place]
        value |= (byte & 127) << (7 * place)
        if byte < 128:
            return value, at + place + 1
    raise Broken(Reason.MALFORMED)


@dataclass(slots=True)
class Reader:
    """Reads the fields of a body in order. Raises: Broken where the body is too short."""

    body: bytes
    at: int = 0

    def take(self, size: int) -> bytes:
        """Return the next bytes."""
        piece = self.body[self.at : self.at + size]
        if len(piece) < size:
            raise Broken(Reason.MALFORMED)
        self.at += size
        return piece

    def number(self, size: int) -> int:
        """Return a big-endian number of that many bytes."""
        return int.from_bytes(self.take(size), "big")

    def blob(self) -> bytes:
        """Return length-prefixed bytes."""
        return self.take(self.number(2))

    def text(self) -> str:
        """Return a UTF-8 string; U+0000 is not allowed (1.5.4)."""
        try:
            said = self.blob().decode()
        except UnicodeDecodeError as fault:
            raise Broken(Reason.MALFORMED) from fault
        if "\0" in said:
            raise Broken(Reason.MALFORMED)
        return said

    def properties(self) -> set[int]:
        """Step over a property block and return the identifiers that were in it."""
        size, self.at = _length(self.body, self.at)
        end = self.at + size
        if size < 0 or end > len(self.body):
            raise Broken(Reason.MALFORMED)
        found = set()
        while self.at < end:
            found.add(self._property())
        return found

    def _property(self) -> int:
        name = self.number(1)
        size = PROPERTY_SIZES.get(name)
        if size is None:
            raise Broken(Reason.MALFORMED)
        if size > 0:
            self.take(size)
        elif size == -1:
            _, self.at = _length(self.body, self.at)
        else:
            for _ in range(2 if size == -2 else 1):
                self.blob()
        return name


@dataclass(frozen=True, slots=True)
class Connect:
    """CONNECT (3.1). keep_alive: seconds, 0 = off; token: the user name."""

    version: int
    client_id: str
    keep_alive: int
    token: str


def read_connect(body: bytes) -> Connect:
    """Return what a CONNECT says. Raises: Broken."""
    reader = Reader(body)
    name, version = reader.text(), reader.number(1)
    if (name, version) not in {("MQIsdp", 3), ("MQTT", 4), ("MQTT", 5)}:
        raise Broken(Reason.BAD_VERSION)
    flags, keep_alive = reader.number(1), reader.number(2)
    if flags & 1:
        raise Broken(Reason.MALFORMED)
    if version == 5:
        reader.properties()
    client_id = reader.text()
    if flags & 0x04:
        _skip_will(reader, version)
    token = reader.text() if flags & 0x80 else ""
    return Connect(version=version, client_id=client_id, keep_alive=keep_alive, token=token)


def _skip_will(reader: Reader, version: int) -> None:
    if version == 5:
        reader.properties()
    reader.text()
    reader.blob()


class Publish(NamedTuple):
    """PUBLISH (3.3). packet_id: 0 at QoS 0."""

    topic: str
    payload: bytes
    packet_id: int


def read_publish(first: int, body: bytes, version: int) -> Publish:
    """Return what a PUBLISH says. Raises: Broken; QoS 2, topic aliases and wildcards are not taken."""
    if version != 5 and first & 6 == 2 and body.startswith(COMMON) and len(body) > 26 and body[25:27] != b"\0\0":
        return Publish(COMMON_TOPIC, body[27:], body[25] << 8 | body[26])
    qos = (first >> 1) & 3
    if qos > 1:
        raise Broken(Reason.NO_QOS if qos == 2 else Reason.MALFORMED)
    reader = Reader(body)
    topic = reader.text()
    packet_id = reader.number(2) if qos else 0
    if not topic or "#" in topic or "+" in topic or (qos and not packet_id):
        raise Broken(Reason.MALFORMED)
    if version == 5 and TOPIC_ALIAS in reader.properties():
        raise Broken(Reason.PROTOCOL_ERROR)
    return Publish(topic=topic, payload=body[reader.at :], packet_id=packet_id)


@dataclass(frozen=True, slots=True)
class Filters:
    """SUBSCRIBE or UNSUBSCRIBE (3.8, 3.10): (filter, wanted QoS)."""

    packet_id: int
    filters: list[tuple[str, int]] = field(default_factory=list)


def read_filters(body: bytes, version: int, *, with_qos: bool) -> Filters:
    """Return what a SUBSCRIBE (with_qos) or UNSUBSCRIBE asks. Raises: Broken."""
    reader = Reader(body)
    asked = Filters(packet_id=reader.number(2))
    if version == 5:
        reader.properties()
    while reader.at < len(body):
        asked.filters.append((reader.text(), reader.number(1) & 3 if with_qos else 0))
    if not asked.filters or not asked.packet_id:
        raise Broken(Reason.PROTOCOL_ERROR)
    return asked


def packet(kind: Kind, body: bytes, flags: int = 0) -> bytes:
    """Return a whole packet."""
    return bytes([kind << 4 | flags]) + _variable(len(body)) + body


def _variable(value: int) -> bytes:
    out = bytearray()
    while True:
        value, low = divmod(value, 128)
        out.append(low | (128 if value else 0))
        if not value:
            return bytes(out)


def connack(
    version: int, reason: Reason, *, limit: int, receive_maximum: int, client_id: str = "", why: str = ""
) -> bytes:
    """Return CONNACK; in MQTT 5 with what is granted (QoS 1, no retained messages, sizes, the id given), or with why not."""
    if version != 5:
        return packet(Kind.CONNACK, bytes([0, CONNACK_3.get(reason, 2) if reason else 0]))
    granted = b""
    if not reason:
        granted = struct.pack(">BHBBBBBIBB", 0x21, receive_maximum, 0x24, 1, 0x25, 0, 0x27, limit, 0x2A, 0)
        if client_id:
            granted += b"\x12" + struct.pack(">H", len(client_id)) + client_id.encode()
    elif why:
        granted = b"\x1f" + struct.pack(">H", len(why)) + why.encode()
    return packet(Kind.CONNACK, bytes([0, reason]) + _variable(len(granted)) + granted)


def puback(packet_id: int, reason: Reason = Reason.SUCCESS) -> bytes:
    """Return PUBACK; the reason only where it is not success (MQTT 5)."""
    body = struct.pack(">H", packet_id) + (bytes([reason]) if reason else b"")
    return packet(Kind.PUBACK, body)


def publish(topic: str, payload: bytes, version: int) -> bytes:
    """Return a PUBLISH of QoS 0."""
    name = topic.encode()
    return packet(Kind.PUBLISH, struct.pack(">H", len(name)) + name + (b"\0" if version == 5 else b"") + payload)
