"""The Things Stack v3 webhooks: every message type to one address.

Source: lorawan-stack documentation, "Data formats" and "Webhooks". Numbers of 64 bits are texts.
"""

from datetime import UTC
from typing import Any

from linan.ground.text import noop
from linan.monitoring.domain.sources._posts import (
    BadPost,
    FieldMissing,
    Heard,
    Post,
    base64_at,
    best_signal,
    json_object,
    moment_ms,
    part,
    text_at,
)

TITLE = noop("The Things Stack v3")
NEEDS_TOKEN = False
_HEARD = frozenset({"uplink_message", "uplink_normalized", "join_accept", "location_solved", "downlink_ack", "downlink_nack"})
_NOT_HEARD = frozenset({"downlink_queued", "downlink_sent", "downlink_failed", "downlink_queue_invalidated", "service_data"})


def decode(post: Post) -> list[Heard]:
    """Return what a message says of its device."""
    message = json_object(post.body)
    device = part(message, "end_device_ids")
    if not device:
        raise FieldMissing(field="/end_device_ids", name="end_device_ids", expected="object")
    kind = next((name for name in message if name in _HEARD | _NOT_HEARD), "")
    if not kind:
        raise BadPost(problem=", ".join(message)[:100])
    if kind in _NOT_HEARD:
        return []
    address = str(device["dev_eui"]).lower() if device.get("dev_eui") else text_at(device, "device_id", where="/end_device_ids")
    return [_heard(address, kind, message, part(message, kind), str(device.get("device_id", "")))]


def _heard(address: str, kind: str, message: dict[str, Any], said: dict[str, Any], name: str) -> Heard:
    is_up = kind == "uplink_message"
    has_fields = bool(part(said, "decoded_payload"))
    return Heard(
        address=address, fields=_fields(kind, said), around=message, name=name,
        at_ms=moment_ms(said.get("received_at") or message.get("received_at"), zone=UTC),
        payload=base64_at(said, "frm_payload", where=f"/{kind}") if is_up and not has_fields else b"",
        port=said["f_port"] if isinstance(said.get("f_port"), int) else 0,
    )


def _fields(kind: str, said: dict[str, Any]) -> dict[str, Any]:
    match kind:
        case "uplink_message":
            return {**best_signal(said.get("rx_metadata")), **_battery(said), **part(said, "decoded_payload")}
        case "uplink_normalized":
            return part(said, "normalized_payload")
        case "location_solved":
            place = part(said, "location")
            return {name: place[name] for name in ("latitude", "longitude") if name in place}
    return {}


def _battery(said: dict[str, Any]) -> dict[str, float]:
    """Return the battery that the network server asked for, in percent."""
    value = part(said, "last_battery_percentage").get("value")
    return {"battery": float(value)} if isinstance(value, (int, float)) else {}
