"""Hikvision ISAPI listening host: EventNotificationAlert as XML or JSON, alone or in a multipart with pictures.

A camera is known by its MAC address and channel. Its heartbeat is an inactive videoloss.
Source: ISAPI, "Event notification"; messages captured from cameras.
"""

import json
import re
from typing import Any
from xml.etree import ElementTree

from linan.ground.text import noop
from linan.monitoring.domain.sources._forms import Part, parts_of
from linan.monitoring.domain.sources._posts import (
    CHINA,
    BadPost,
    FieldMissing,
    Heard,
    Post,
    json_object,
    moment_ms,
    text_at,
)

TITLE = noop("Hikvision cameras")
NEEDS_TOKEN = False
ROOT = "EventNotificationAlert"
_ENCODING = re.compile(rb"<\?xml[^>]*encoding=[\"']([\w-]+)[\"']")
_DECLARATION = re.compile(r"^\ufeff?\s*<\?xml[^>]*\?>")
_TEMPERATURES = ("currTemperature", "highestTemperature", "temperature")


def decode(post: Post) -> list[Heard]:
    """Return what the events say of their cameras; pictures belong to the first event."""
    kind = post.headers.get("content-type", "")
    given = parts_of(kind, post.body) if kind.lower().startswith("multipart/") else [Part("", kind.lower(), post.body)]
    pictures = tuple(one.content for one in given if one.content_type.startswith("image/"))
    events = [_event(one.content) for one in given if not one.content_type.startswith("image/") and one.content.strip()]
    if not events:
        raise BadPost(problem=ROOT)
    return [_heard(one, pictures if place == 0 else ()) for place, one in enumerate(events)]


def _event(content: bytes) -> dict[str, Any]:
    """Return the event with all fields at one level, lists left out."""
    if content.lstrip()[:1] == b"{":
        found = json_object(content)
        inside = found.get(ROOT, found)
        return inside if isinstance(inside, dict) else found
    root = _parsed(content)
    if _name(root) != ROOT:
        raise BadPost(problem=_name(root)[:40])
    return {_name(one): (one.text or "").strip() for one in reversed(list(root.iter())) if len(one) == 0}


def _parsed(content: bytes) -> ElementTree.Element:
    """Return the root. No document type is read: an entity could grow without bound or name a file."""
    declared = _ENCODING.search(content[:200])
    try:
        text = content.decode(declared.group(1).decode() if declared else "utf-8")
        if "<!DOCTYPE" in text or "<!ENTITY" in text:
            raise BadPost(problem="DOCTYPE")
        return ElementTree.fromstring(_DECLARATION.sub("", text))
    except (ElementTree.ParseError, UnicodeDecodeError, LookupError, ValueError) as fault:
        raise BadPost(problem=f"XML: {fault}"[:100]) from fault


def _name(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def _heard(event: dict[str, Any], pictures: tuple[bytes, ...]) -> Heard:
    kind = text_at(event, "eventType")
    state = str(event.get("eventState", "active")).lower()
    if state not in ("active", "inactive"):
        raise FieldMissing(field="/eventState", name="eventState", expected="active, inactive")
    is_heartbeat = kind.lower() == "videoloss" and state == "inactive"
    return Heard(
        address=_address(event), fields={} if is_heartbeat else {kind: state == "active", **_temperature(event)},
        around=event, at_ms=_at_ms(event, is_active=state == "active"), name=str(event.get("channelName", "")),
        pictures=() if is_heartbeat else pictures,
    )


def _at_ms(event: dict[str, Any], *, is_active: bool) -> int | None:
    """Return the moment; cameras count whole seconds, so the number of the post keeps begin and end apart."""
    second = moment_ms(event.get("dateTime"), zone=CHINA)
    count = str(event.get("activePostCount", "0"))
    number = int(count) % 500 if count.isdecimal() and len(count) < 10 else 0
    return None if second is None else second + number + (0 if is_active else 500)


def _address(event: dict[str, Any]) -> str:
    camera = event.get("macAddress") or event.get("ipAddress")
    channel = event.get("dynChannelID") or event.get("channelID") or 1
    if not isinstance(camera, str) or not camera:
        raise FieldMissing(field="/macAddress", name="macAddress", expected="text")
    return f"{camera.lower()[:60]}/{str(channel)[:20]}"


def _temperature(event: dict[str, Any]) -> dict[str, float]:
    for name in _TEMPERATURES:
        try:
            return {"temperature": float(json.loads(str(event[name])))}
        except (KeyError, ValueError, TypeError):
            continue
    return {}
