"""Layers of the map out of base information: what helps, what may do harm, whom it would harm."""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.urls import reverse

from linan.ground.text import noop
from linan.ground.ui.layers import Feature, Layer, Look, point
from linan.registry.models import Place, ProtectedTarget, Resource, RiskSource


def place_words(place: Place) -> str:
    """Return kind, responsible post and note of a place in one line."""
    kind = str(place.get_kind_display())  # type: ignore[attr-defined]
    return " · ".join(part for part in (kind, place.responsible, place.note) if part)


def _layer(noun: str, title: str, icon: str, tone: str, rows: Callable[[], Iterable[Place]]) -> Layer:
    def draw(_now: datetime) -> Iterable[Feature]:
        return [
            point(
                one.lon, one.lat, tone=tone, label=one.name, text=place_words(one),
                url=reverse(f"registry:{noun}", args=[one.pk]),
            )
            for one in rows()
        ]

    return Layer(key=f"{noun}s", title=title, look=Look.SPOT, icon=icon, names=(f"{noun}s",), starts_shown=False, draw=draw)


LAYERS = [
    _layer("resource", noop("Resources"), "hydrant", "green", lambda: Resource.objects.all()),
    _layer("risk-source", noop("Risk sources"), "fire", "orange", lambda: RiskSource.objects.all()),
    _layer("protected-target", noop("Protected targets"), "shield", "blue", lambda: ProtectedTarget.objects.all()),
]
