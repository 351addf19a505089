"""Zigbee2MQTT: zigbee2mqtt/<name> with one flat object, …/availability, …/bridge/….

Source: Zigbee2MQTT documentation, "MQTT topics and messages". `contact: false` is an open door.
"""

from datetime import UTC
from typing import Any

from linan.monitoring.domain.sources._posts import Heard, json_object, moment_ms, whole_ms

TOPICS = ("zigbee2mqtt/#",)
BASE = "zigbee2mqtt/"
_ORDERS = ("/set", "/get")


class Reader:
    """Reads one broker's zigbee2mqtt."""

    wanted: frozenset[str] = frozenset()

    def read(self, topic: str, payload: bytes, *, is_retained: bool = False) -> list[Heard] | None:
        """Return what a message says. Raises: BadPost."""
        if not topic.startswith(BASE):
            return None
        name = topic.removeprefix(BASE)
        if is_retained or name.startswith("bridge/") or name.endswith(_ORDERS) or not payload:
            return []
        if name.endswith("/availability"):
            return [Heard(name.removesuffix("/availability"), {"online": _is_online(payload)})]
        message = json_object(payload)
        return [Heard(name, _fields(message), message, at_ms=_seen_ms(message), name=name)]


def _fields(message: dict[str, Any]) -> dict[str, Any]:
    fields = {key: value for key, value in message.items() if key not in ("last_seen", "update", "device")}
    if isinstance(message.get("contact"), bool):
        fields["open"] = not message["contact"]
    return fields


def _seen_ms(message: dict[str, Any]) -> int | None:
    seen = message.get("last_seen")
    return whole_ms(seen) or moment_ms(seen, zone=UTC)


def _is_online(payload: bytes) -> bool:
    """Return whether a device is there; old versions send the word alone."""
    return (json_object(payload).get("state") if payload.startswith(b"{") else payload.decode(errors="replace")) == "online"
