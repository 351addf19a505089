"""What a platform posts, what is heard of a device in it, and what is wrong with it."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any

import msgspec

from linan.ground.refusals import Refused
from linan.ground.text import noop

CHINA = timezone(timedelta(hours=8))
Fields = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Post:
    """One request. headers: names in lower case.

    token: what the integrator entered to check signatures; None: they are not checked (a message read from a file).
    """

    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    token: str | None = ""


@dataclass(frozen=True, slots=True)
class Heard:
    """What one message says of one device.

    address: as the platform names the device. fields: what the device itself said; around: the platform's message
    around it, where a device model may look as well. at_ms: since 1970, None where nobody said. payload, port: of
    LoRaWAN, where the platform did not decode it. name: what people call it. pictures: JPEG or PNG.
    """

    address: str
    fields: Fields
    around: Fields = field(default_factory=dict)
    at_ms: int | None = None
    name: str = ""
    payload: bytes = b""
    port: int = 0
    pictures: tuple[bytes, ...] = ()


class BadPost(Refused):
    """A message that is not what this platform sends."""

    code = "bad_message"
    status = 400
    msgid = noop("This is not a message of this kind: %(problem)s. Compare it with the platform's manual.")


class FieldMissing(Refused):
    """A field that is needed is not there, or is not what it should be."""

    code = "field_missing"
    status = 400
    msgid = noop("The field %(name)s is missing or is no %(expected)s.")


class BadSignature(Refused):
    """The signature does not fit."""

    code = "bad_signature"
    status = 401
    msgid = noop("The signature is wrong. Enter the same token here and on the platform.")


def json_object(body: bytes) -> dict[str, Any]:
    """Return the JSON object. Raises: BadPost."""
    try:
        found = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as fault:
        raise BadPost(problem=str(fault)[:100]) from fault
    if not isinstance(found, dict):
        raise BadPost(problem=type(found).__name__)
    return found


def part(message: Fields, name: str) -> dict[str, Any]:
    """Return an object inside a message; empty where there is none."""
    found = message.get(name)
    return found if isinstance(found, dict) else {}


def text_at(message: Fields, name: str, *, where: str = "") -> str:
    """Return a text that must be there; a number stands as text. Raises: FieldMissing."""
    found = message.get(name)
    if isinstance(found, bool) or not isinstance(found, (str, int)) or found == "":
        raise FieldMissing(field=f"{where}/{name}", name=name, expected="text")
    return str(found)[:120]


def base64_at(message: Fields, name: str, *, where: str = "") -> bytes:
    """Return the bytes of a base64 text; empty where it is missing. Raises: FieldMissing."""
    found = message.get(name, "")
    if not isinstance(found, str):
        raise FieldMissing(field=f"{where}/{name}", name=name, expected="base64")
    try:
        return base64.b64decode(found, validate=True)
    except ValueError as fault:
        raise FieldMissing(field=f"{where}/{name}", name=name, expected="base64") from fault


def moment_ms(text: object, *, zone: timezone) -> int | None:
    """Return an ISO 8601 moment in ms since 1970, None where it is none. zone: of a moment that names none."""
    if not isinstance(text, str):
        return None
    try:
        at = datetime.fromisoformat(text)
        return int((at if at.tzinfo else at.replace(tzinfo=zone)).timestamp() * 1000)
    except (ValueError, OverflowError):
        return None


def whole_ms(number: object) -> int | None:
    """Return a number of milliseconds since 1970, None where it is none."""
    return number if isinstance(number, int) and not isinstance(number, bool) else None


def best_signal(gateways: object) -> dict[str, float]:
    """Return {"rssi": dBm, "snr": dB} of the LoRaWAN gateway that heard best. gateways: objects with rssi, snr."""
    heard = [
        one for one in (gateways if isinstance(gateways, list) else [])
        if isinstance(one, dict) and isinstance(one.get("rssi"), (int, float))
    ]
    if not heard:
        return {}
    best = max(heard, key=lambda one: float(one["rssi"]))
    # ChirpStack writes protobuf JSON: a signal of exactly 0 dB is left out.
    return {"rssi": float(best["rssi"]), "snr": float(best.get("snr") or 0.0)}
