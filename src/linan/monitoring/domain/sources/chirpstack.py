"""ChirpStack v4, HTTP integration in JSON: POST ?event=up|join|status|ack|txack|log|location|integration.

Source: ChirpStack documentation, "Event types". In protobuf's JSON fields that are zero or false are left out.
"""

from datetime import UTC
from typing import Any

from linan.ground.text import noop
from linan.monitoring.domain.sources._posts import (
    BadPost,
    Heard,
    Post,
    base64_at,
    best_signal,
    json_object,
    moment_ms,
    part,
    text_at,
)

TITLE = noop("ChirpStack v4")
NEEDS_TOKEN = False
EVENTS = frozenset({"up", "join", "status", "ack", "txack", "log", "location", "integration"})
_SILENT = frozenset({"txack", "log"})  # of the network's own doing: the device was not heard


def decode(post: Post) -> list[Heard]:
    """Return what an event says of its device."""
    message = json_object(post.body)
    event = post.query.get("event") or _guessed(message)
    if event not in EVENTS:
        raise BadPost(field="event", problem=f"event={event[:40]}")
    device = part(message, "deviceInfo")
    address = text_at(device, "devEui", where="/deviceInfo").lower()
    if event in _SILENT:
        return []
    return [
        Heard(
            address=address, fields=_fields(event, message), around=message,
            at_ms=moment_ms(message.get("time"), zone=UTC), name=str(device.get("deviceName", "")),
            payload=b"" if message.get("object") else base64_at(message, "data"), port=_port(message),
        )
    ]


def _fields(event: str, message: dict[str, Any]) -> dict[str, Any]:
    if event == "status":
        return _status(message)
    if event == "location":
        place = part(message, "location")
        return {"latitude": place.get("latitude", 0.0), "longitude": place.get("longitude", 0.0)}
    if event != "up":
        return {}
    return {**best_signal(message.get("rxInfo")), **part(message, "object")}


def _status(message: dict[str, Any]) -> dict[str, Any]:
    knows_battery = not message.get("externalPowerSource") and not message.get("batteryLevelUnavailable")
    battery = {"battery": message.get("batteryLevel", 0.0)} if knows_battery else {}
    return {"margin": message.get("margin", 0), **battery}


def _port(message: dict[str, Any]) -> int:
    port = message.get("fPort", 0)
    return port if isinstance(port, int) else 0


def _guessed(message: dict[str, Any]) -> str:
    """Return the event of a message whose address does not name it (a platform in between dropped the query)."""
    signs = (
        ("up", {"fPort", "data", "object"}), ("status", {"margin", "batteryLevel"}), ("log", {"level", "code"}),
        ("txack", {"downlinkId", "txInfo"}), ("ack", {"acknowledged", "queueItemId"}),
    )
    return next((event for event, names in signs if names & message.keys()), "")
