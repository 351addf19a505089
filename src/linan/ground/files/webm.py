"""How long a recording in WebM lasts: one track of Opus, as browsers write it."""

from collections.abc import Iterator

from linan.ground.files.contents import FileNotAccepted

# Elements of Matroska. Source: RFC 9559, section 5.
_EBML, _SEGMENT, _CLUSTER, _TRACKS, _TRACK, _GROUP = 0x1A45DFA3, 0x18538067, 0x1F43B675, 0x1654AE6B, 0xAE, 0xA0
_TIME, _SIMPLE, _BLOCK, _TYPE, _CODEC = 0xE7, 0xA3, 0xA1, 0x83, 0x86
_HOLD_OTHERS = frozenset({_SEGMENT, _CLUSTER, _TRACKS, _TRACK, _GROUP})
_AUDIO = b"\x02"
_OPUS = b"A_OPUS"


def webm_seconds(given: bytes) -> float:
    """Return the time of the last block in seconds; the recorder writes milliseconds and leaves the length out."""
    cluster_ms = last_ms = 0
    types, codecs, blocks = [], [], 0
    for number, (kind, body) in enumerate(_elements(given)):
        if number == 0 and kind != _EBML:
            raise FileNotAccepted
        if kind == _TYPE:
            types.append(body)
        elif kind == _CODEC:
            codecs.append(body.rstrip(b"\0"))
        elif kind == _TIME:
            cluster_ms = int.from_bytes(body, "big")
        elif kind in (_SIMPLE, _BLOCK):
            blocks += 1
            last_ms = max(last_ms, cluster_ms + int.from_bytes(body[1:3], "big", signed=True))
    if types != [_AUDIO] or codecs != [_OPUS] or not blocks:
        raise FileNotAccepted
    return last_ms / 1000


def _elements(given: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the elements in order, going into those that hold others; a size left open reaches to the end."""
    at = 0
    while at < len(given):
        kind, at = _number(given, at, keeps_marker=True)
        size, at = _number(given, at, keeps_marker=False)
        if kind in _HOLD_OTHERS:
            continue
        if size > len(given) - at:
            raise FileNotAccepted
        yield kind, given[at:at + size]
        at += size


def _number(given: bytes, at: int, *, keeps_marker: bool) -> tuple[int, int]:
    """Return a number of variable length and where it ends. Source: RFC 8794, section 4."""
    first = given[at]
    length = 9 - first.bit_length()
    if not first or at + length > len(given):
        raise FileNotAccepted
    value = int.from_bytes(given[at:at + length], "big")
    return value if keeps_marker else value & ((1 << 7 * length) - 1), at + length
