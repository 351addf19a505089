"""What is read, one target a function: bytes in, nothing out, and anything but the refusal of its kind is a finding."""

import json
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from linan.monitoring.decoders import Undecodable, kinds, open_decoder
from linan.monitoring.domain.codecs import load_codecs
from linan.monitoring.domain.codecs._payloads import BadPayload
from linan.monitoring.domain.expression import BadExpression, parse_expression
from linan.monitoring.domain.reading import Channel, Columns
from linan.monitoring.domain.warnings import BadWarning, decode_each, linked
from linan.monitoring.gateways import _gb26875_frames, _hj212_packets, _packets, _sl651_frames
from linan.monitoring.gateways._scan import scan
from linan.monitoring.gateways._tables import key_table

SAMPLES = Path(__file__).parents[1] / "samples"
LIMIT = 65_536
KEYS = key_table({"smoke": Channel(7, {"high": 2.0}), "co": Channel(8, {})})
Target = Callable[[bytes], None]
FRAMERS: dict[str, Callable[[], Any]] = {
    "gb26875": _gb26875_frames.Framer, "hj212": _hj212_packets.Framer, "sl651": _sl651_frames.Framer,
}


class Differs(AssertionError):
    """The same bytes gave something else when they came in other pieces."""


def framed(kind: str, raw: bytes) -> None:
    """Read a stream whole, and cut where its first byte says: the same messages come of both."""
    cut = (raw[0] * len(raw)) >> 8 if raw else 0
    whole, pieces = FRAMERS[kind](), FRAMERS[kind]()
    if list(whole.feed(raw)) != [*pieces.feed(raw[:cut]), *pieces.feed(raw[cut:])]:
        raise Differs(kind)


def decoded(kind: str, raw: bytes) -> None:
    """Read a message with the decoder of a kind, in the form in which `linan decode` is given it."""
    line = raw.hex() if kind in ("gb26875", "sl651") else raw.decode("utf-8", "surrogateescape")
    try:
        open_decoder(kind).decode(line)
    except Undecodable:
        return


def mqtt(raw: bytes) -> None:
    """Read an MQTT stream of both protocols, packet by packet."""
    for version in (4, 5):
        try:
            for first, body in _packets.Framer(LIMIT).feed(raw):
                _read_packet(first, body, version)
        except _packets.Broken:
            continue


def _read_packet(first: int, body: bytes, version: int) -> None:
    match first >> 4:
        case _packets.Kind.CONNECT:
            _packets.read_connect(body)
        case _packets.Kind.PUBLISH:
            _packets.read_publish(first, body, version)
        case _packets.Kind.SUBSCRIBE:
            _packets.read_filters(body, version, with_qos=True)
        case _packets.Kind.UNSUBSCRIBE:
            _packets.read_filters(body, version, with_qos=False)


def mqtt_compiled(raw: bytes) -> None:
    """Read an MQTT stream with the compiled reader: it never reads beyond the bytes, nor writes beyond its columns."""
    columns, acks = Columns(), np.zeros(len(raw) // 7 * 4 + 64, np.uint8)
    columns.make_room(len(raw))
    for is_v5 in (False, True):
        found = scan(
            np.frombuffer(raw, np.uint8), 0, KEYS, columns, acks[:-32], limit=LIMIT, is_v5=is_v5, received_us=1, last_us=0
        )
        if not 0 <= found.position <= len(raw) or acks[-32:].any():
            raise Differs("beyond the end")


def warning(raw: bytes) -> None:
    """Read a file of warnings in every format."""
    try:
        decode_each(raw)
        linked(raw)
    except BadWarning:
        return


def codec(raw: bytes) -> None:
    """Read the payload of a radio device with the codec that its first byte chooses."""
    names = sorted(load_codecs())
    try:
        load_codecs()[names[raw[0] % len(names)] if raw else names[0]].decode(1, raw[1:])
    except BadPayload:
        return


def expression(raw: bytes) -> None:
    """Parse an expression of a device model."""
    try:
        parse_expression(raw.decode("utf-8", "replace"))
    except BadExpression:
        return


TARGETS: dict[str, Target] = {
    "mqtt": mqtt, "mqtt-compiled": mqtt_compiled, "warning": warning, "codec": codec, "expression": expression,
    **{f"frames-{kind}": partial(framed, kind) for kind in FRAMERS},
    **{f"decode-{kind}": partial(decoded, kind) for kind in kinds() if kind != "cap"},
}


def seeds(target: str) -> Sequence[bytes]:
    """Return real messages to begin with; at least one, if only an empty one."""
    return list(_seeds(target)) or [b"{}"]


def _seeds(target: str) -> Iterator[bytes]:
    kind = target.partition("-")[2]
    if kind in FRAMERS:
        for line in (SAMPLES / f"{kind}.jsonl").read_text(encoding="utf-8").splitlines():
            sample = json.loads(line)
            yield bytes.fromhex(sample["hex"]) if "hex" in sample else sample["raw"].encode()
    elif target == "warning":
        yield from (path.read_bytes() for path in sorted((SAMPLES / "cap").iterdir()) if path.stat().st_size < 9_000)
    elif target.startswith("mqtt"):
        yield b"\x10\x12\0\4MQTT\4\xc2\0\x3c\0\1a\0\1u\0\0"
        yield b"\x10\x18\0\4MQTT\5\xc2\0\x3c\5\x11\0\0\0\1\0\1a\0\1u\0\0"
        yield b"\x82\x16\0\1\0\x11v1/devices/me/rpc\1"
        yield b"\x32\x2a\0\x17v1/devices/me/telemetry\0\7{\"smoke\":0.25}\xe0\0"
    elif target == "expression":
        yield from (b"smoke", b"value / 10 + 1.5", b"a.b[0] == 'on' and not c", b"round(x * 0.1, 2) if y else 0")
