"""What the pages of orders show: slips with their own map, scripts by block."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString
from shapely.geometry import shape

from linan.command.evacuations.domain.sketch import Sketch, sketch_of
from linan.command.evacuations.models import EvacuationOrder
from linan.command.evacuations.wording import (
    Script,
    arrives_at,
    leaves_at,
    minutes_on_foot,
    script_of,
    short_text,
)
from linan.command.models import LayerKind, MapLayer
from linan.ground.ui.codes import drawn
from linan.registry.models import Building

Streets = list[tuple[str, list[list[float]]]]


@dataclass(frozen=True, slots=True)
class Block:
    """The orders of one building."""

    building: Building
    orders: Sequence[EvacuationOrder]

    @property
    def people(self) -> int:
        """How many they are."""
        return sum(one.people for one in self.orders)


@dataclass(frozen=True, slots=True)
class Slip:
    """An order with everything its page and its slip say."""

    order: EvacuationOrder
    leaves_at: datetime | None
    arrives_at: datetime | None
    minutes: int
    short: str
    address: str
    code: SafeString
    sketch: Sketch | None


def blocks_of(orders: Sequence[EvacuationOrder]) -> list[Block]:
    """Return the orders building by building."""
    return [Block(building, list(rows)) for building, rows in groupby(orders, key=lambda one: one.household.building)]


def slips_of(orders: Sequence[EvacuationOrder]) -> list[Slip]:
    """Return the slips of many orders; the streets are read once."""
    streets = streets_known() if orders else []
    return [slip_of(one, streets) for one in orders]


def own_page(order: EvacuationOrder) -> Slip:
    """Return what a household's own page shows."""
    return slip_of(order, streets_known())


def slip_of(order: EvacuationOrder, streets: Streets) -> Slip:
    """Return an order with everything its slip says."""
    address = settings.PUBLIC_URL.rstrip("/") + reverse("evacuations:own", args=[order.token])
    zone = order.evacuation.zone
    sketch = sketch_of(order.route["coordinates"], streets, shape(zone.polygon)) if order.route else None
    return Slip(
        order, leaves_at(order), arrives_at(order), minutes_on_foot(order), short_text(order), address, drawn(address), sketch
    )


def scripts_of(orders: Sequence[EvacuationOrder]) -> list[Script]:
    """Return what is said at each building."""
    return [script_of(block.building.name, list(block.orders)) for block in blocks_of(orders)]


def streets_known() -> Streets:
    """Return name and line of each street of the base map."""
    layer = MapLayer.objects.filter(kind=LayerKind.ROADS).first()
    features = layer.features["features"] if layer else []
    return [
        (str(one["properties"].get("name") or ""), one["geometry"]["coordinates"])
        for one in features if one["geometry"]["type"] == "LineString"
    ]
