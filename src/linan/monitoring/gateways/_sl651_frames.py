"""SL 651-2014 frames, HEX/BCD and ASCII: found in a stream by their length, checked, and written.

Source: SL 651-2014, clause 6.2 to 6.5 (tables 10 to 23).
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import IntEnum

from linan.monitoring.gateways._crc import TABLE

HEX_START, ASCII_START = b"\x7e\x7e", b"\x01"
LONGEST = 0xFFF
_HEX_HEAD, _ASCII_HEAD = 14, 24   # bytes up to and with the start of the text
_DIGITS = frozenset(b"0123456789ABCDEFabcdef")
_UP, _DOWN = 0x0, 0x8


class Mark(IntEnum):
    """Control characters, table 10."""

    STX = 0x02
    ETX = 0x03
    EOT = 0x04
    ENQ = 0x05
    ACK = 0x06
    NAK = 0x15
    SYN = 0x16
    ETB = 0x17
    ESC = 0x1B


_ENDS_UP = frozenset({Mark.ETX, Mark.ETB})
_ENDS_DOWN = frozenset({Mark.ENQ, Mark.ACK, Mark.EOT, Mark.ESC, Mark.NAK})


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One frame. station: ten hexadecimal digits; password: four; packets, number: 0 for a frame that stands alone."""

    is_ascii: bool
    is_down: bool
    centre: int
    station: str
    password: str
    function: int
    end: int
    packets: int = 0
    number: int = 0
    text: bytes = b""

    @property
    def is_packet(self) -> bool:
        """Whether it is one of several packets (SYN)."""
        return self.packets > 0


@dataclass(frozen=True, slots=True)
class Broken:
    """Bytes that begin like a frame and are none. head: what was read, with the packet's number if it is one."""

    reason: str
    head: Frame


def crc(raw: bytes) -> int:
    """Return CRC-16 with the reflected polynomial A001, begun with FFFF; written high byte first."""
    register = 0xFFFF
    for byte in raw:
        register = (register >> 8) ^ TABLE[(register ^ byte) & 0xFF]
    return register


def write_frame(frame: Frame) -> bytes:
    """Return the bytes of a frame in its own coding."""
    return _write_ascii(frame) if frame.is_ascii else _write_hex(frame)


def _length(frame: Frame, size: int) -> int:
    return size | (_DOWN if frame.is_down else _UP) << 12


def _write_hex(frame: Frame) -> bytes:
    packets = (frame.packets << 12 | frame.number).to_bytes(3, "big") if frame.is_packet else b""
    station, centre = bytes.fromhex(frame.station), bytes([frame.centre])
    raw = HEX_START + (station + centre if frame.is_down else centre + station) + bytes.fromhex(frame.password)
    raw += struct.pack(">BHB", frame.function, _length(frame, len(packets) + len(frame.text)), _start(frame))
    raw += packets + frame.text + bytes([frame.end])
    return raw + crc(raw).to_bytes(2, "big")


def _write_ascii(frame: Frame) -> bytes:
    packets = b"%03X%03X" % (frame.packets, frame.number) if frame.is_packet else b""
    station, centre = frame.station.encode(), b"%02X" % frame.centre
    raw = ASCII_START + (station + centre if frame.is_down else centre + station) + frame.password.encode()
    raw += b"%02X%04X" % (frame.function, _length(frame, len(packets) + len(frame.text)))
    raw += bytes([_start(frame)]) + packets + frame.text + bytes([frame.end])
    return raw + b"%04X" % crc(raw)


def _start(frame: Frame) -> int:
    return Mark.SYN if frame.is_packet else Mark.STX


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
        while self._rest:
            found = self._look()
            if found is None:
                return
            if isinstance(found, int):
                self.skipped += found
                del self._rest[:found]
            else:
                yield found

    def _look(self) -> Frame | Broken | int | None:
        """Return what stands at the front: a frame, how many bytes to skip, or None to wait for more."""
        rest = self._rest
        if rest[0] == HEX_START[0]:
            return self._look_hex() if bytes(rest[1:2]) in (b"", b"\x7e") else 1
        if rest[0] == ASCII_START[0]:
            return self._look_ascii()
        starts = [at for at in (rest.find(HEX_START[:1]), rest.find(ASCII_START)) if at > 0]
        return min(starts, default=len(rest))

    def _look_hex(self) -> Frame | Broken | int | None:
        rest = self._rest
        if len(rest) < _HEX_HEAD:
            return None
        function, word, start = struct.unpack_from(">BHB", rest, 10)
        address = bytes(rest[2:8])
        head = _head(address.hex().upper(), bytes(rest[8:10]).hex().upper(), function, word, is_ascii=False)
        return self._body(head, word & LONGEST, start, _HEX_HEAD, 2)

    def _look_ascii(self) -> Frame | Broken | int | None:
        rest = self._rest
        digits = bytes(rest[1 : _ASCII_HEAD - 1])
        if not _DIGITS.issuperset(digits):
            return 1
        if len(rest) < _ASCII_HEAD:
            return None
        said = digits.decode().upper()
        word = int(said[18:22], 16)
        head = _head(said[:12], said[12:16], int(said[16:18], 16), word, is_ascii=True)
        return self._body(head, word & LONGEST, rest[_ASCII_HEAD - 1], _ASCII_HEAD, 4)

    def _body(self, head: Frame | None, length: int, start: int, at: int, sum_size: int) -> Frame | Broken | int | None:
        if head is None or start not in (Mark.STX, Mark.SYN):
            return 1
        rest, end = self._rest, at + length
        if len(rest) < end + 1 + sum_size:
            return None
        frame = replace(head, end=rest[end], text=bytes(rest[at:end]))
        if start == Mark.SYN:
            numbered = _numbered(frame)
            if numbered is None:
                return self._broken("packet", frame)
            frame = numbered
        wanted, said = crc(bytes(rest[: end + 1])), bytes(rest[end + 1 : end + 1 + sum_size])
        if (said.upper() != b"%04X" % wanted) if head.is_ascii else (said != wanted.to_bytes(2, "big")):
            return self._broken("checksum", frame)
        if frame.end not in (_ENDS_DOWN if frame.is_down else _ENDS_UP):
            return self._broken("end", frame)
        del rest[: end + 1 + sum_size]
        return frame

    def _broken(self, reason: str, frame: Frame) -> Broken:
        del self._rest[:1]
        return Broken(reason, frame)


def _head(address: str, password: str, function: int, word: int, *, is_ascii: bool) -> Frame | None:
    """Return what the head says, None where the direction is neither up nor down."""
    direction = word >> 12
    if direction not in (_UP, _DOWN):
        return None
    is_down = direction == _DOWN
    station, centre = (address[:10], address[10:]) if is_down else (address[2:], address[:2])
    return Frame(
        is_ascii=is_ascii, is_down=is_down, centre=int(centre, 16), station=station, password=password,
        function=function, end=0,
    )


def _numbered(frame: Frame) -> Frame | None:
    """Return a packet with its numbers taken from the front of its text, None where they make no sense."""
    size = 6 if frame.is_ascii else 3
    raw = frame.text[:size]
    if len(raw) < size or (frame.is_ascii and not _DIGITS.issuperset(raw)):
        return None
    word = int(raw, 16) if frame.is_ascii else int.from_bytes(raw, "big")
    packets, number = word >> 12, word & 0xFFF
    return replace(frame, packets=packets, number=number, text=frame.text[size:]) if 1 <= number <= packets else None
