"""Lin'an's own camera event, for boxes that recognise things and can be told where to post.

    {"camera": "lift-3", "kind": "ebike_in_lift", "start": "2026-01-14T03:12:00+08:00", "end": null,
     "confidence": 0.93, "box": [x, y, width, height], "link": "https://…", "picture": base64 of JPEG or PNG}

Only camera and kind are needed. An event goes on until a message says its `end`. A multipart body holds the same
object in one part and pictures in others.
"""

from typing import Any

from linan.ground.text import noop
from linan.monitoring.domain.sources._forms import parts_of
from linan.monitoring.domain.sources._posts import (
    CHINA,
    BadPost,
    FieldMissing,
    Heard,
    Post,
    base64_at,
    json_object,
    moment_ms,
    text_at,
)

TITLE = noop("Camera events (Lin'an's own format)")
NEEDS_TOKEN = False


def decode(post: Post) -> list[Heard]:
    """Return what one event says."""
    body, pictures = _split(post)
    event = json_object(body)
    kind = text_at(event, "kind")
    picture = base64_at(event, "picture")
    ends = event.get("end")
    moment = ends or event.get("start")
    at_ms = moment_ms(moment, zone=CHINA)
    if moment is not None and at_ms is None:
        raise FieldMissing(field="/end" if ends else "/start", name="end" if ends else "start", expected="ISO 8601")
    return [
        Heard(
            address=text_at(event, "camera"), fields={kind: not ends, **_confidence(event)},
            around={name: value for name, value in event.items() if name != "picture"}, at_ms=at_ms,
            name=str(event.get("name", "")), pictures=(*pictures, *((picture,) if picture else ())),
        )
    ]


def _split(post: Post) -> tuple[bytes, tuple[bytes, ...]]:
    kind = post.headers.get("content-type", "")
    if not kind.lower().startswith("multipart/"):
        return post.body, ()
    given = parts_of(kind, post.body)
    events = [one.content for one in given if not one.content_type.startswith("image/")]
    if len(events) != 1:
        raise BadPost(problem=f"events: {len(events)}")
    return events[0], tuple(one.content for one in given if one.content_type.startswith("image/"))


def _confidence(event: dict[str, Any]) -> dict[str, float]:
    said = event.get("confidence")
    if said is None:
        return {}
    if isinstance(said, bool) or not isinstance(said, (int, float)) or not 0 <= said <= 1:
        raise FieldMissing(field="/confidence", name="confidence", expected="0 … 1")
    return {"confidence": float(said)}
