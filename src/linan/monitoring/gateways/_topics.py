"""ThingsBoard's topics beside telemetry: attributes, calls, and gateways that speak for other devices."""

from dataclasses import dataclass

import msgspec

from linan.monitoring.domain.reading import BadReading, Directory, Sender, Sink
from linan.monitoring.gateways._counts import REFUSED
from linan.monitoring.gateways._thingsboard import json_of, rows_of

TELEMETRY = frozenset({"v1/devices/me/telemetry", "v1/devices/me/attributes", "v2/t", "v2/a"})
LIMITS = {
    "maxPayloadSize": 65536,
    "maxInflightMessages": 100,
    "rateLimits": {"messages": "", "telemetryMessages": "", "telemetryDataPoints": ""},
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What is published back; no topic: nothing."""

    topic: str = ""
    payload: bytes = b""


def answer_to(topic: str, payload: bytes) -> Answer | None:
    """Return the answer to a request of a device, None for a topic that does not exist. Raises: BadReading."""
    for asked, answered, say in (
        ("v1/devices/me/rpc/request/", "v1/devices/me/rpc/response/", _call),
        ("v1/devices/me/attributes/request/", "v1/devices/me/attributes/response/", _attributes),
    ):
        if topic.startswith(asked):
            return Answer(answered + topic.removeprefix(asked), msgspec.json.encode(say(json_of(payload))))
    return Answer() if topic.startswith("v1/devices/me/rpc/response/") else None


def _call(asked: object) -> object:
    if isinstance(asked, dict) and asked.get("method") == "getSessionLimits":
        return LIMITS
    return {"error": "unknown method"}


def _attributes(asked: object) -> object:
    if not isinstance(asked, dict):
        raise BadReading(problem="attributes")
    return {"client": {}, "shared": {}}


async def take_for_others(
    gateway: Sender, topic: str, payload: bytes, received_us: int, directory: Directory, sink: Sink
) -> None:
    """Put the readings that a gateway sends for devices of its organisation. Raises: BadReading."""
    message = json_of(payload)
    if not isinstance(message, dict):
        raise BadReading(problem=topic)
    if topic in ("v1/gateway/telemetry", "v1/gateway/attributes"):
        rows = []
        for name, entries in message.items():
            sender = await directory.by_name(gateway, name)
            if sender is None:
                REFUSED.labels("mqtt", "UNKNOWN_DEVICE").inc()
                raise BadReading(problem=name)
            rows += rows_of(sender, entries, received_us)
        for series_id, at_us, value in rows:
            sink.put(series_id, at_us, value)
    elif topic not in ("v1/gateway/connect", "v1/gateway/disconnect", "v1/gateway/rpc"):
        raise BadReading(problem=topic)
