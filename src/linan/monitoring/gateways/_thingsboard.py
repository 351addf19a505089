"""Telemetry as ThingsBoard devices send it: {k: v}, {"ts", "values"}, or an array of either."""

from collections.abc import Mapping
from typing import Any

import msgspec

from linan.monitoring.domain.reading import DAY_US, BadReading, Sender, Sink, believed_us, value_of
from linan.monitoring.gateways._counts import CLOCK, UNKNOWN_KEYS

Row = tuple[int, int, float]  # series id, µs since 1970, value
_decode = msgspec.json.Decoder().decode


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
    return _rows(sender, values, at_us)


def _rows(sender: Sender, values: Mapping[str, Any], at_us: int) -> list[Row]:
    rows = [
        (channel.series_id, at_us, value_of(values[key], channel.words))
        for key, channel in sender.channels.items() if key in values
    ]
    UNKNOWN_KEYS.count += len(values) - len(rows)
    return rows
