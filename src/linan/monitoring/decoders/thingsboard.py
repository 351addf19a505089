"""Telemetry as ThingsBoard devices send it over MQTT or HTTP: one JSON body a line."""

from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from typing import Any

from linan.monitoring.decoders import Decoded, Json, Said, Undecodable
from linan.monitoring.decoders._sources import reason_of
from linan.monitoring.domain.reading import BadReading, value_of
from linan.monitoring.gateways._thingsboard import json_of

_CHINA = timezone(timedelta(hours=8))


class Decoder:
    """Reads telemetry, also of several devices behind a gateway: {name: [{"ts", "values"}]}."""

    def __init__(self, options: Mapping[str, Any]) -> None:
        """Take no option: telemetry has no dialects."""

    def decode(self, line: str) -> Decoded:
        """Return what a body says. Raises: Undecodable."""
        try:
            entries = _entries(json_of(line.strip().encode(errors="replace")), "")
            items = [item for address, ts, values in entries for item in _items(address, ts, values)]
        except BadReading as refused:
            raise Undecodable(reason_of(refused)) from refused
        return Decoded(items, said=[Said(address, values) for address, _, values in entries])



def _items(address: str, ts: int | None, values: Mapping[str, Any]) -> list[Json]:
    place = {"device": address} if address else {}
    time = {"ts": ts, "time": _iso(ts)} if ts is not None else {}
    return [{"what": "reading", **place, "key": key, **_said(said), **time} for key, said in values.items()]


def _said(said: object) -> Json:
    """Return a number as it would be stored; a word as it is, for a device model to give it a number."""
    if isinstance(said, str):
        return {"text": said}
    return {"value": value_of(said, {})}


def _entries(message: Any, address: str) -> list[tuple[str, int | None, Mapping[str, Any]]]:
    """Return (device, ms since 1970, values) of every entry. Raises: BadReading."""
    if isinstance(message, list):
        return [entry for one in message for entry in _entries(_object(one), address)]
    said = _object(message)
    if "values" in said:
        ts, values = said.get("ts"), said["values"]
        if not isinstance(values, dict) or isinstance(ts, bool) or not isinstance(ts, (int, type(None))):
            raise BadReading(problem="ts, values")
        return [(address, ts, values)]
    if not address and said and all(isinstance(one, list) for one in said.values()):
        return [entry for name, some in said.items() for entry in _entries(some, str(name))]
    return [(address, None, said)]


def _object(said: object) -> dict[str, Any]:
    if not isinstance(said, dict):
        raise BadReading(problem=type(said).__name__)
    return said


def _iso(ts: int | None) -> str | None:
    try:
        return None if ts is None else datetime.fromtimestamp(ts / 1000, _CHINA).isoformat()
    except (OverflowError, ValueError, OSError):
        return None
