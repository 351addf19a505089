"""Layers of evacuations for the situation map: danger zones, the ways people walk, and who is on them now."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext

from linan.command.evacuations.models import Closure, DangerZone, EvacuationStatus, Solution, ZoneStatus
from linan.ground.text import noop
from linan.ground.ui.layers import Feature, Layer, Look, shape

# People on a square metre from which a way reads as close, dense, crowded.
TONES = ((1.1, "red"), (0.7, "orange"), (0.3, "yellow"), (0.0, "green"))
_MS = 1000


def zones(_now: datetime) -> Iterable[Feature]:
    """Return the zones in force, each leading to its page."""
    return [
        shape(one.polygon, tone="red", label=one.name, text=one.reason, url=reverse("evacuations:zone", args=[one.pk]))
        for one in DangerZone.objects.filter(status=ZoneStatus.IN_FORCE)
    ]


def crowds(now: datetime) -> Iterator[Feature]:
    """Yield the ways of evacuations that go on: blue where nobody is now, else by how close people walk."""
    ordered = Solution.objects.filter(evacuation__status=EvacuationStatus.ORDERED).annotate(begin=F("evacuation__starts_at"))
    for solution in ordered.only("crowding", "evacuation_id"):
        flow, begin = solution.crowding, solution.begin
        frame = int((now - begin).total_seconds() // flow["frame_s"])
        ends = begin.timestamp() + (frame + 1) * flow["frame_s"]
        until = {"until_ms": round(ends * _MS)} if frame < flow["frames"] else {}
        url = reverse("evacuations:evacuation", args=[solution.evacuation_id])
        yield from (_way(one, frame, url, until) for one in flow["ways"])


def _way(way: Mapping[str, Any], frame: int, url: str, until: Mapping[str, int]) -> Feature:
    at, people = frame - way["first"], way["people"]
    count = people[at] if 0 <= at < len(people) else 0
    density = count / max(way["area_m2"], 1.0)
    tone = next(tone for least, tone in TONES if density >= least) if count else "blue"
    said = gettext("%(n)s people on this way now") % {"n": count}  # as text: a label would be written along every line
    line = {"type": "LineString", "coordinates": way["line"]}
    return shape(line, tone=tone, width_px=4 + min(count, 40) / 5, text=said, url=url, **until)


def closures(_now: datetime) -> Iterable[Feature]:
    """Return where nobody can pass, for evacuations that go on."""
    rows = Closure.objects.filter(evacuation__status=EvacuationStatus.ORDERED)
    return [
        shape(one.polygon, tone="grey", label=gettext("A way is blocked"), text=one.note,
              url=reverse("evacuations:evacuation", args=[one.evacuation_id]))
        for one in rows
    ]


LAYERS = [
    Layer(key="danger-zones", title=noop("Danger zones"), look=Look.AREA, icon="warning", names=("zones",), draw=zones),
    Layer(key="evacuation-ways", title=noop("People on the way"), look=Look.LINE, icon="people", names=("evacuations",), draw=crowds),
    Layer(key="blocked-ways", title=noop("Blocked ways"), look=Look.AREA, icon="close", names=("evacuations",), draw=closures),
]
