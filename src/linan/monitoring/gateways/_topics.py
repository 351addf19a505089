"""What a device asks over MQTT beside sending telemetry: ThingsBoard's topics and their answers. No I/O."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from linan.monitoring.domain.reading import BadReading

TELEMETRY = frozenset({"v1/devices/me/telemetry", "v2/t"})
OWN_ATTRIBUTES = "v1/devices/me/attributes"
ATTRIBUTES = frozenset({OWN_ATTRIBUTES, "v2/a"})
ATTRIBUTES_FROM, ATTRIBUTES_TO = "v1/devices/me/attributes/request/", "v1/devices/me/attributes/response/"
CALL_FROM, CALL_ANSWER_TO = "v1/devices/me/rpc/request/", "v1/devices/me/rpc/response/"
GATEWAY = "v1/gateway/"
GATEWAY_ATTRIBUTES = "v1/gateway/attributes"
LIMITS = {
    "maxPayloadSize": 65536,
    "maxInflightMessages": 100,
    "rateLimits": {"messages": "", "telemetryMessages": "", "telemetryDataPoints": ""},
    # What thingsboard-gateway reads for the devices that it speaks for.
    "gatewayRateLimits": {"messages": "", "telemetryMessages": "", "telemetryDataPoints": ""},
}


@dataclass(frozen=True, slots=True)
class Named:
    """What a gateway asks about one of its devices. id: by which it knows the answer."""

    device: str
    id: int
    said: Any


def number_in(topic: str, prefix: str) -> int:
    """Return the number that ends a topic. Raises: BadReading."""
    number = topic.removeprefix(prefix)
    if not number.isdecimal() or len(number) > 15:
        raise BadReading(problem=topic)
    return int(number)


def call_answer(asked: Any) -> bytes:
    """Return what is answered to a device's call: the limits of its session, or that the call is not known."""
    is_limits = isinstance(asked, dict) and asked.get("method") == "getSessionLimits"
    return msgspec.json.encode(LIMITS if is_limits else {"error": "unknown method"})


def named(message: Any) -> Named:
    """Read {"device", "id", "data" …} of a gateway. Raises: BadReading."""
    if not isinstance(message, dict) or not isinstance(message.get("device"), str):
        raise BadReading(problem="device")
    number = message.get("id", 0)
    return Named(message["device"], number if isinstance(number, int) else 0, message.get("data"))


def gateway_attributes(asked: Any, client: dict[str, Any], shared: dict[str, Any]) -> bytes:
    """Return {"id", "device", "value" | "values"} for {"id", "device", "client": bool, "key" | "keys"}."""
    known = client if asked.get("client") else shared
    body: dict[str, Any] = {"id": asked.get("id", 0), "device": asked["device"]}
    if isinstance(asked.get("keys"), list):
        body["values"] = {str(key): known.get(str(key)) for key in asked["keys"]}
    else:
        body["value"] = known.get(str(asked.get("key", "")))
    return msgspec.json.encode(body)


def news_of(told: Mapping[str, Any], shared: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a device that was told the one must hear to know the other; {} where nothing changed."""
    news = {name: value for name, value in shared.items() if name not in told or told[name] != value}
    gone = sorted(told.keys() - shared.keys())
    return news | ({"deleted": gone} if gone else {})
