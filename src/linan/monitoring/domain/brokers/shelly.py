"""Shelly: generation 1 (shellies/<id>/… with plain values), generation 2 and later (<id>/events/rpc, JSON-RPC).

Source: Shelly API documentation, "MQTT" of both generations. A clock that is not set counts from the start of the
device; such a time is not one.
"""

import json
from typing import Any

from linan.monitoring.domain.sources._posts import Heard, json_object, part

TOPICS = ("shellies/#", "+/events/rpc", "+/online")
SET_SINCE = 1_500_000_000  # seconds; a clock before 2017 was never set
_NOTICES = frozenset({"NotifyStatus", "NotifyFullStatus", "NotifyEvent"})
# component: {name in the message: our key}; a battery lies one deeper
_VALUES: dict[str, dict[str, str]] = {
    "smoke": {"alarm": "smoke", "mute": "mute"},
    "flood": {"alarm": "flood", "mute": "mute"},
    "temperature": {"tC": "temperature"},
    "humidity": {"rh": "humidity"},
    "switch": {"output": "output", "apower": "power", "voltage": "voltage", "current": "current"},
    "pm1": {"apower": "power", "voltage": "voltage", "current": "current"},
    "input": {"state": "input"},
    "illuminance": {"lux": "illuminance"},
    "presence": {"value": "presence"},
}


class Reader:
    """Reads one broker's Shelly devices."""

    wanted: frozenset[str] = frozenset()

    def read(self, topic: str, payload: bytes, *, is_retained: bool = False) -> list[Heard] | None:
        """Return what a message says. Raises: BadPost."""
        first, _, rest = topic.partition("/")
        if first == "shellies":
            return [] if is_retained else _first_generation(rest, payload)
        if not first.startswith("shelly") or rest not in ("events/rpc", "online"):
            return None
        if is_retained:
            return []
        if rest == "online":
            return [Heard(first, {"online": payload == b"true"}, name=first)]
        return _later_generation(first, payload)


def _first_generation(rest: str, payload: bytes) -> list[Heard]:
    device, _, below = rest.partition("/")
    kind, _, name = below.partition("/")
    if not below or kind in ("announce", "command", "info", "settings"):
        return []
    value = _plain(payload)
    if kind == "online":
        return [Heard(device, {"online": value is True}, name=device)]
    return [Heard(device, {(name if kind == "sensor" else below).replace("/", "_"): value}, name=device)]


def _plain(payload: bytes) -> Any:
    text = payload[:400].decode(errors="replace")
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {"on": True, "off": False}.get(text, text)
    return found


def _later_generation(device: str, payload: bytes) -> list[Heard]:
    message = json_object(payload)
    said = part(message, "params")
    method = str(message.get("method"))
    if method not in _NOTICES:
        return []
    fields = _events(said) if method == "NotifyEvent" else _status(said)
    return [Heard(device, fields, said, at_ms=_at_ms(said.get("ts")), name=device)]


def _status(said: dict[str, Any]) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for name, values in said.items():
        component, _, number = name.partition(":")
        if not isinstance(values, dict):
            continue
        last = "" if number in ("", "0", "100") else f"_{number}"
        for theirs, ours in _VALUES.get(component, {}).items():
            if values.get(theirs) is not None:
                fields[ours + last] = values[theirs]
        if component == "devicepower" and "percent" in part(values, "battery"):
            fields["battery" + last] = values["battery"]["percent"]
    return fields


def _events(said: dict[str, Any]) -> dict[str, Any]:
    events = said.get("events")
    return {
        str(one["event"])[:40]: True
        for one in (events if isinstance(events, list) else []) if isinstance(one, dict) and "event" in one
    }


def _at_ms(seconds: object) -> int | None:
    if isinstance(seconds, bool) or not isinstance(seconds, (int, float)) or not SET_SINCE < seconds < 1e11:
        return None
    return int(seconds * 1000)
