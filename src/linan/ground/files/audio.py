"""Voice notes: what a browser's recorder makes, told from its content, with its length."""

from collections.abc import Iterator
from dataclasses import dataclass

from linan.ground.files.contents import Content, FileNotAccepted, FileTooLarge
from linan.ground.refusals import Refused
from linan.ground.text import noop

MOST_BYTES = 2_000_000  # a minute of Opus at 128 kbit/s is half of it
LONGEST_S = 65          # the recorder stops at a minute
# Elements of Matroska. Source: RFC 9559, section 5.
_EBML, _SEGMENT, _CLUSTER, _TRACKS, _TRACK, _GROUP = 0x1A45DFA3, 0x18538067, 0x1F43B675, 0x1654AE6B, 0xAE, 0xA0
_TIME, _SIMPLE, _BLOCK, _TYPE, _CODEC = 0xE7, 0xA3, 0xA1, 0x83, 0x86
_HOLD_OTHERS = frozenset({_SEGMENT, _CLUSTER, _TRACKS, _TRACK, _GROUP})
_AUDIO = b"\x02"
_OPUS = b"A_OPUS"


class VoiceNotAccepted(Refused):
    """It is no recording that a browser's recorder makes."""

    code = "voice_not_accepted"
    status = 415
    msgid = noop("The recording could not be read. Record it again, or write what you see.")


class VoiceTooLong(Refused):
    """Longer than one voice note may be."""

    code = "voice_too_long"
    status = 413
    msgid = noop("A voice note lasts a minute at most. Record it again, shorter.")


@dataclass(frozen=True, slots=True)
class Voice:
    """A checked recording. seconds: how long it lasts, rounded."""

    content: Content
    seconds: int


def checked_voice(given: bytes) -> Voice:
    """Return a recording with its length: WebM with one track of Opus. Raises: VoiceNotAccepted, VoiceTooLong."""
    if len(given) > MOST_BYTES:
        raise VoiceTooLong
    try:
        seconds = _seconds(given)
    except (IndexError, FileNotAccepted, FileTooLarge) as broken:
        raise VoiceNotAccepted from broken
    if seconds > LONGEST_S:
        raise VoiceTooLong
    return Voice(Content("audio/webm", ".webm", given), max(1, round(seconds)))


def _seconds(given: bytes) -> float:
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
