"""MP4 with one track of AAC, as phones record it, whole or in fragments: its length, and nothing beside the sound.

Source: ISO/IEC 14496-12 (boxes: 4.2, 8.2–8.8), 14496-14 (esds), 14496-1 (descriptors: 7.2.6).
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from linan.ground.files.contents import FileNotAccepted

HOLD_OTHERS = frozenset({b"moov", b"trak", b"mdia", b"minf", b"stbl", b"mvex", b"moof", b"traf"})
SAY_MORE = frozenset({b"udta", b"meta", b"uuid"})  # titles, makers, places
AT_TOP = frozenset({b"ftyp", b"moov", b"moof", b"mdat", b"free", b"skip", b"wide", b"sidx", b"styp", b"mfra"}) | SAY_MORE
DEEPEST = 6  # moov/trak/mdia/minf/stbl and what they hold
SOUND = b"soun"
AAC = 0x40  # objectTypeIndication of Audio ISO/IEC 14496-3
# Flags: of tfhd, of trun.
_HAS_OFFSET, _HAS_INDEX, _HAS_DURATION = 0x1, 0x2, 0x8
_RUN_OFFSET, _RUN_FIRST, _RUN_DURATION, _RUN_SIZE, _RUN_FLAGS, _RUN_TIME = 0x1, 0x4, 0x100, 0x200, 0x400, 0x800


@dataclass(frozen=True, slots=True)
class Box:
    """One box. begins: where its head does; body: where what it holds does; depth: 0 at the top."""

    kind: bytes
    begins: int
    body: int
    ends: int
    depth: int


def is_mp4(given: bytes) -> bool:
    """Return whether it begins with the box that names its brands."""
    return given[4:8] == b"ftyp"


def mp4_seconds(given: bytes) -> float:
    """Return how long the sound lasts in seconds. Raises: FileNotAccepted, IndexError, struct.error."""
    found = list(_boxes(given, 0, len(given), 0))
    if any(box.kind not in AT_TOP for box in found if box.depth == 0):
        raise FileNotAccepted
    _refuse_all_but_sound(given, found)
    ticks, rate = _ticks(given, found), _rate(given, found)
    if not ticks or not rate:
        raise FileNotAccepted
    return ticks / rate


def without_places(given: bytes) -> bytes:
    """Return it with all that is said beside the sound blotted out; no byte moves, so that it still plays."""
    blotted = bytearray(given)
    for box in _boxes(given, 0, len(given), 0):
        if box.kind in SAY_MORE:
            blotted[box.begins + 4:box.begins + 8] = b"free"
            blotted[box.body:box.ends] = bytes(box.ends - box.body)
    return bytes(blotted)


def _boxes(given: bytes, at: int, end: int, depth: int) -> Iterator[Box]:
    """Yield the boxes in order, going into those that hold others."""
    if depth > DEEPEST:
        raise FileNotAccepted
    while at < end:
        size, kind = struct.unpack_from(">I4s", given, at)
        body = at + 8
        if size == 1:
            (size,) = struct.unpack_from(">Q", given, body)
            body += 8
        ends = end if size == 0 else at + size
        if not body <= ends <= end:
            raise FileNotAccepted
        yield Box(kind, at, body, ends, depth)
        if kind in HOLD_OTHERS:
            yield from _boxes(given, body, ends, depth + 1)
        at = ends


def _refuse_all_but_sound(given: bytes, found: list[Box]) -> None:
    """Refuse pictures, several tracks and other codecs. Raises: FileNotAccepted."""
    kinds = [box.kind for box in found]
    if kinds.count(b"moov") != 1 or kinds.count(b"trak") != 1 or kinds.count(b"stsd") != 1 or b"mdat" not in kinds:
        raise FileNotAccepted
    handlers = [given[box.body + 8:box.body + 12] for box in found if box.kind == b"hdlr"]
    if SOUND not in handlers or any(one in (b"vide", b"text", b"sbtl") for one in handlers):
        raise FileNotAccepted
    (described,) = [box for box in found if box.kind == b"stsd"]
    if _codec(given, described) != AAC:
        raise FileNotAccepted


def _codec(given: bytes, described: Box) -> int:
    """Return the codec of the only kind of samples: its objectTypeIndication."""
    (count,) = struct.unpack_from(">I", given, described.body + 4)
    size, kind = struct.unpack_from(">I4s", given, described.body + 8)
    (version,) = struct.unpack_from(">H", given, described.body + 24)
    if count != 1 or kind != b"mp4a" or version > 1:
        raise FileNotAccepted
    begins = described.body + 8 + 36 + 16 * version  # a description of version 1 has four more numbers
    inner = list(_boxes(given, begins, described.body + 8 + size, 0))
    said = next((box for box in inner if box.kind == b"esds"), None)
    if said is None:
        raise FileNotAccepted
    return _object_type(given[said.body + 4:said.ends])


def _object_type(said: bytes) -> int:
    """Return what the decoder is told of the codec, behind the descriptor of the stream."""
    tag, at = _descriptor(said, 0)
    flags = said[at + 2]
    at += 3 + (2 if flags & 0x80 else 0) + (1 + said[at + 3] if flags & 0x40 else 0) + (2 if flags & 0x20 else 0)
    inner, at = _descriptor(said, at)
    if (tag, inner) != (3, 4):
        raise FileNotAccepted
    return said[at]


def _descriptor(said: bytes, at: int) -> tuple[int, int]:
    """Return the tag of a descriptor, and where its content begins behind a size of one to four bytes."""
    tag = said[at]
    at += 1
    while said[at] & 0x80:
        at += 1
    return tag, at + 1


def _rate(given: bytes, found: list[Box]) -> int:
    """Return ticks a second of the track."""
    (head,) = [box for box in found if box.kind == b"mdhd"]
    wide = given[head.body] == 1
    (rate,) = struct.unpack_from(">I", given, head.body + (20 if wide else 12))
    return int(rate)


def _ticks(given: bytes, found: list[Box]) -> int:
    """Return the length of all samples together, in the whole file and in its fragments."""
    default = next((struct.unpack_from(">I", given, box.body + 12)[0] for box in found if box.kind == b"trex"), 0)
    ticks = 0
    for box in found:
        if box.kind == b"stts":
            ticks += _of_table(given, box)
        elif box.kind == b"tfhd":
            own = _of_fragment(given, box)
            default = default if own is None else own
        elif box.kind == b"trun":
            ticks += _of_run(given, box, default)
    return ticks


def _of_table(given: bytes, box: Box) -> int:
    (count,) = struct.unpack_from(">I", given, box.body + 4)
    if box.body + 8 + 8 * count > box.ends:
        raise FileNotAccepted
    pairs = struct.iter_unpack(">II", given[box.body + 8:box.body + 8 + 8 * count])
    return sum(number * lasting for number, lasting in pairs)


def _of_fragment(given: bytes, box: Box) -> int | None:
    """Return how long each sample of a fragment lasts; None where it says nothing of its own."""
    flags = int.from_bytes(given[box.body + 1:box.body + 4], "big")
    if not flags & _HAS_DURATION:
        return None
    at = box.body + 8 + (8 if flags & _HAS_OFFSET else 0) + (4 if flags & _HAS_INDEX else 0)
    (lasting,) = struct.unpack_from(">I", given, at)
    return int(lasting)


def _of_run(given: bytes, box: Box, default: int) -> int:
    flags = int.from_bytes(given[box.body + 1:box.body + 4], "big")
    (count,) = struct.unpack_from(">I", given, box.body + 4)
    if not flags & _RUN_DURATION:
        return int(count) * default
    at = box.body + 8 + (4 if flags & _RUN_OFFSET else 0) + (4 if flags & _RUN_FIRST else 0)
    row = 4 + sum(4 for one in (_RUN_SIZE, _RUN_FLAGS, _RUN_TIME) if flags & one)
    if at + count * row > box.ends:
        raise FileNotAccepted
    return sum(struct.unpack_from(">I", given, at + row * number)[0] for number in range(count))
