"""GB/T 26875.3-2011 frames: found in a stream by their length, checked, and written.

Source: GB/T 26875.3-2011, clause 6 (frame) and 7 (flows).
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

START, END = b"@@", b"##"
LONGEST = 1024            # bytes of the application data unit
_OVERHEAD = 30            # a frame without its data unit
_HEAD = struct.Struct("<2sHBB6s6s6sHB")


class Command(IntEnum):
    """What a frame is for. 0 and 7 are a maker's registration and keep-alive; 128–255 belong to users."""

    REGISTER = 0
    CONTROL = 1
    SEND = 2
    CONFIRM = 3
    REQUEST = 4
    ANSWER = 5
    DENY = 6
    KEEP_ALIVE = 7


FIRST_OF_USERS = 128


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame. label: six bytes of time; source, destination: six bytes as they lie on the wire."""

    serial: int
    version: tuple[int, int]
    label: bytes
    source: bytes
    destination: bytes
    command: int
    unit: bytes = b""

    @property
    def is_known(self) -> bool:
        """Whether the command has a meaning here."""
        return self.command <= Command.KEEP_ALIVE or self.command >= FIRST_OF_USERS

    @property
    def is_heartbeat(self) -> bool:
        """Whether the frame only says that the device lives."""
        return self.command == Command.KEEP_ALIVE or (self.command == Command.SEND and not self.unit)


@dataclass(frozen=True, slots=True)
class Broken:
    """Bytes that begin like a frame and are none. head: what could be read of it, to deny it."""

    reason: str
    head: Frame


def write_frame(frame: Frame) -> bytes:
    """Return the bytes of a frame."""
    body = _HEAD.pack(
        START, frame.serial, *frame.version, frame.label, frame.source, frame.destination, len(frame.unit),
        frame.command,
    ) + frame.unit
    return body + bytes([sum(body[2:]) & 0xFF]) + END


def reply_to(frame: Frame, command: Command, *, at: datetime) -> Frame:
    """Return the confirm or deny of a frame: addresses exchanged, same serial and version, own time."""
    return Frame(frame.serial, frame.version, write_label(at), frame.destination, frame.source, command)


def write_label(at: datetime) -> bytes:
    """Return a local time as second, minute, hour, day, month, year since 2000 in plain binary."""
    return bytes([at.second, at.minute, at.hour, at.day, at.month, at.year % 100])


def read_label(label: bytes, *, is_bcd: bool = False) -> datetime | None:
    """Return the local time of six bytes, None when they are no time."""
    try:
        parts = [_from_bcd(one) for one in label] if is_bcd else list(label)
        second, minute, hour, day, month, year = parts
        return datetime(2000 + year, month, day, hour, minute, second)  # noqa: DTZ001
    except ValueError:
        return None


def _from_bcd(byte: int) -> int:
    return int(f"{byte:02x}")


class Framer:
    """Frames out of a stream, wherever it was cut. `skipped` counts bytes that belonged to none."""

    def __init__(self) -> None:
        self._rest = bytearray()
        self.skipped = 0

    @property
    def is_amid(self) -> bool:
        """Whether a frame has begun and not ended."""
        return bool(self._rest)

    def feed(self, piece: bytes) -> Iterator[Frame | Broken]:
        """Yield what became whole with this piece."""
        self._rest += piece
        while (found := self._next()) is not None:
            yield found

    def _next(self) -> Frame | Broken | None:
        self._skip_to_start()
        rest = self._rest
        if len(rest) < _HEAD.size:
            return None
        frame, length = _read_head(rest)
        if length > LONGEST:
            return self._drop(Broken("length", frame), len(START))
        size = length + _OVERHEAD
        if len(rest) < size:
            return None
        # The end mark may occur inside the data: only its place by the length counts. When it is not there the
        # length lied, and the next frame may lie inside what it claimed.
        if rest[size - 2 : size] != END:
            return self._drop(Broken("end", frame), len(START))
        if sum(rest[2 : size - 3]) & 0xFF != rest[size - 3]:
            return self._drop(Broken("checksum", frame), len(START))
        return self._drop(_with_unit(frame, bytes(rest[_HEAD.size : size - 3])), size)

    def _skip_to_start(self) -> None:
        start = self._rest.find(START)
        if start < 0:
            start = len(self._rest) - self._rest.endswith(START[:1])
        self.skipped += start
        del self._rest[:start]

    def _drop(self, found: Frame | Broken, count: int) -> Frame | Broken:
        del self._rest[:count]
        return found


def _read_head(rest: bytearray) -> tuple[Frame, int]:
    _, serial, major, user, label, source, destination, length, command = _HEAD.unpack_from(rest)
    return Frame(serial, (major, user), label, source, destination, command), length


def _with_unit(head: Frame, unit: bytes) -> Frame:
    return Frame(head.serial, head.version, head.label, head.source, head.destination, head.command, unit)
