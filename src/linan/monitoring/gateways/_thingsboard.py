"""Telemetry as ThingsBoard devices send it: {k: v}, {"ts", "values"}, or an array of either."""

from collections.abc import Mapping
from typing import Any

import msgspec

from linan.monitoring.domain.mapping import values_of
from linan.monitoring.domain.reading import DAY_US, BadReading, Sender, Sink, believed_us
from linan.monitoring.gateways._counts import CLOCK, UNKNOWN_KEYS
from linan.monitoring.gateways._raw import NOTES

Row = tuple[int, int, float]  # series id, µs since 1970, value
_decode = msgspec.json.Decoder().decode


def take_attributes(sender: Sender, payload: bytes, received_us: int, sink: Sink) -> None:
    """Keep what a device says of itself; what its model measures becomes a reading too. Raises: BadReading."""
    said = json_of(payload)
    if not isinstance(said, dict):
        raise BadReading(problem="attributes")
    found = values_of(sender.channels, said)
    for key, value in found.items():
        sink.put(sender.channels[key].series_id, received_us, value)
    sink.put_attributes(sender.device_id, said)


def attributes_answer(sender: Sender, client: Mapping[str, Any], asked: Any) -> dict[str, dict[str, Any]]:
    """Return the attributes that {"clientKeys": "a,b", "sharedKeys": "c"} asks for; {} asks for all."""
    if not isinstance(asked, dict):
        raise BadReading(problem="clientKeys, sharedKeys")
    keys = {kind: asked.get(f"{kind}Keys") for kind in ("client", "shared")}
    wants_all = not any(isinstance(one, str) for one in keys.values())
    return {
        kind: {name: value for name, value in known.items() if wants_all or name in str(keys[kind] or "").split(",")}
        for kind, known in (("client", client), ("shared", sender.shared))
    }


def json_of(payload: bytes) -> Any:
    """Return the JSON value. Raises: BadReading."""
    try:
        return _decode(payload)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as fault:
        raise BadReading(problem=str(fault)) from fault


def take_telemetry(sender: Sender, payload: bytes, received_us: int, sink: Sink) -> int:
    """Put every reading of a message, or none; return the last moment that was given away. Raises: BadReading."""
    message = json_of(payload)
    for series_id, at_us, value in rows_of(sender, message, received_us):
        sink.put(series_id, at_us, value)
    return received_us + (max(len(message) - 1, 0) if isinstance(message, list) else 0)


def rows_of(sender: Sender, message: Any, received_us: int) -> list[Row]:
    """Return the readings of a decoded message. Raises: BadReading."""
    if isinstance(message, dict) and "values" not in message:
        return _rows(sender, message, received_us)
    entries = message if isinstance(message, list) else [message]
    return [row for place, entry in enumerate(entries) for row in _entry_rows(sender, entry, received_us + place)]


def _entry_rows(sender: Sender, entry: Any, received_us: int) -> list[Row]:
    if not isinstance(entry, dict):
        raise BadReading(problem=type(entry).__name__)
    if "values" not in entry:
        return _rows(sender, entry, received_us)
    source_ms, values = entry.get("ts"), entry["values"]
    if not isinstance(values, dict) or isinstance(source_ms, bool) or not isinstance(source_ms, (int, type(None))):
        raise BadReading(problem="ts, values")
    at_us = believed_us(source_ms, received_us)
    if source_ms is not None and abs(source_ms * 1000 - received_us) > DAY_US:
        CLOCK.inc()
        NOTES.odd_clock(sender.device_id, source_ms * 1000 - received_us)
    return _rows(sender, values, at_us)


def _rows(sender: Sender, values: Mapping[str, Any], at_us: int) -> list[Row]:
    found = values_of(sender.channels, values)
    note_odd_keys(sender, values)
    return [(sender.channels[key].series_id, at_us, value) for key, value in found.items()]


def note_odd_keys(sender: Sender, values: Mapping[str, Any]) -> None:
    """Count and note values under keys that the device's model does not have."""
    odd = {key: value for key, value in values.items() if key not in sender.channels}
    if odd and not any(one.read for one in sender.channels.values()):
        UNKNOWN_KEYS.count += len(odd)
        NOTES.odd_keys(sender.device_id, odd)
