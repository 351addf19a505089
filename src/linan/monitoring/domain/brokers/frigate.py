"""Frigate: frigate/events and frigate/reviews. Faces and plates (tracked_object_update) are not taken.

Source: Frigate documentation, "MQTT". A thing is there as long as one event of its kind goes on at its camera.
"""

from typing import Any

from linan.monitoring.domain.sources._posts import Heard, json_object, part, text_at

TOPICS = ("frigate/events", "frigate/reviews")
MOST = 5_000  # events that go on at once


class Reader:
    """Reads one broker's Frigate, and remembers which events go on."""

    wanted: frozenset[str] = frozenset()

    def __init__(self) -> None:
        self._going_on: dict[str, tuple[str, str]] = {}  # event: (camera, what)

    def read(self, topic: str, payload: bytes, *, is_retained: bool = False) -> list[Heard] | None:
        """Return what a message says. Raises: BadPost, FieldMissing."""
        if topic not in TOPICS:
            return None
        message = json_object(payload)
        after = part(message, "after")
        kind = message.get("type")
        if is_retained or kind not in ("new", "end") or after.get("false_positive") is True:
            return []
        camera, event = text_at(after, "camera", where="/after"), text_at(after, "id", where="/after")
        what = text_at(after, "severity" if topic.endswith("reviews") else "label", where="/after")
        self._note(event, camera, what, is_new=kind == "new")
        is_there = (camera, what) in self._going_on.values()
        return [Heard(camera, {what: is_there, **_confidence(after)}, after, at_ms=_at_ms(after, kind), name=camera)]

    def _note(self, event: str, camera: str, what: str, *, is_new: bool) -> None:
        self._going_on.pop(event, None)
        if is_new:
            self._going_on[event] = (camera, what)
            if len(self._going_on) > MOST:
                self._going_on.pop(next(iter(self._going_on)))


def _confidence(after: dict[str, Any]) -> dict[str, float]:
    score = after.get("top_score")
    return {"confidence": float(score)} if isinstance(score, (int, float)) else {}


def _at_ms(after: dict[str, Any], kind: str) -> int | None:
    seconds = after.get("end_time") if kind == "end" else after.get("start_time")
    if isinstance(seconds, bool) or not isinstance(seconds, (int, float)) or not 0 < seconds < 1e11:
        return None
    return int(seconds * 1000)
