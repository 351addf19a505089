"""Plans as files: orders as CSV, the network's use as GeoJSON."""

import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from linan.command.domain.evacuation.ground import Ground
from linan.command.domain.evacuation.network import Ints, Network
from linan.command.domain.evacuation.plan import Plan

HEADER = ("household", "people", "from", "shelter", "leaves_step", "arrives_step", "way")


@dataclass(frozen=True, slots=True)
class Order:
    """What one household is told: when to leave, through which places, to which shelter, when it will be there."""

    household: int
    people: int
    begins: int
    shelter: int
    leaves: int
    arrives: int
    places: list[int]


def orders(
    plan: Plan, network: Network, *, origin_place: Ints, numbers: Sequence[int], step: int = 1
) -> Iterator[Order]:
    """Yield the order of every household that has a way.

    numbers: the household's number for each row. step: how many steps of the order one step of the plan is.
    """
    tail, head = network.tail.tolist(), network.head.tolist()
    arc, entered, start = plan.arc.tolist(), plan.entered.tolist(), plan.path_start.tolist()
    begins = origin_place[plan.households.origin].tolist()
    rows = zip(
        numbers,
        plan.households.size.tolist(),
        begins,
        plan.shelter.tolist(),
        plan.arrived.tolist(),
        strict=True,
    )
    for row, (number, size, begin, shelter, arrives) in enumerate(rows):
        if shelter >= 0:
            arcs = arc[start[row] : start[row + 1]]
            places = [tail[arcs[0]], *(head[one] for one in arcs)] if arcs else [begin]
            leaves = entered[start[row]] if arcs else arrives
            yield Order(number, size, begin, shelter, leaves * step, arrives * step, places)


def merged(given: Iterable[Order]) -> Iterator[Order]:
    """Join orders that follow each other and say the same; for networks that know only numbers of people."""
    last: Order | None = None
    for order in given:
        if last and (order.places, order.leaves, order.arrives) == (last.places, last.leaves, last.arrives):
            last = Order(last.household, last.people + order.people, *_rest(last))
            continue
        if last:
            yield last
        last = order
    if last:
        yield last


def _rest(order: Order) -> tuple[int, int, int, int, list[int]]:
    return order.begins, order.shelter, order.leaves, order.arrives, order.places


def write_orders(
    file: Path, given: Iterable[Order], *, names: Sequence[str], shelters: Sequence[str]
) -> None:
    """Write the orders as CSV, one row for each household; the way is the names of its places, joined by spaces."""
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(HEADER)
        for order in given:
            way = " ".join(names[place] for place in order.places)
            where = names[order.begins], shelters[order.shelter]
            writer.writerow([order.household, order.people, *where, order.leaves, order.arrives, way])


def write_geojson(file: Path, features: Iterable[dict[str, Any]]) -> None:
    """Write a feature collection."""
    collection = {"type": "FeatureCollection", "features": list(features)}
    file.write_text(json.dumps(collection, ensure_ascii=False), encoding="utf-8")


def use_of_arcs(plans: Iterable[Plan], arcs: int) -> tuple[Ints, Ints, Ints]:
    """Return for each arc how many people use it in all, and the first and last step at which one enters (-1: none)."""
    people, first, last = np.zeros(arcs, np.int64), np.full(arcs, 1 << 40), np.full(arcs, -1)
    for plan in plans:
        entries = plan.entries()
        np.add.at(people, entries.arc, entries.people)
        np.minimum.at(first, entries.arc, entries.step)
        np.maximum.at(last, entries.arc, entries.step)
    return people, np.where(last < 0, -1, first), last


def bare_features(network: Network, names: Sequence[str], plans: list[Plan]) -> Iterator[dict[str, Any]]:
    """Yield a feature without geometry for every used arc of a network that has no coordinates."""
    people, first, last = use_of_arcs(plans, len(network.tail))
    for arc in np.flatnonzero(people).tolist():
        ends = {"from": names[network.tail[arc]], "to": names[network.head[arc]]}
        yield _feature(None, {**ends, **_use(people, first, last, arc)})


def ground_features(
    ground: Ground, names: Sequence[str], room_used: Ints, plans: list[Plan]
) -> Iterator[dict[str, Any]]:
    """Yield the used arcs as lines and the shelters as points, lon lat in degrees WGS84."""
    people, first, last = use_of_arcs(plans, len(ground.tail))
    for arc in np.flatnonzero(people).tolist():
        corners = [_point(ground, int(ground.tail[arc])), _point(ground, int(ground.head[arc]))]
        yield _feature({"type": "LineString", "coordinates": corners}, _use(people, first, last, arc))
    for shelter, place in enumerate(ground.shelter_place.tolist()):
        about = {
            "shelter": names[shelter],
            "room": int(ground.shelter_room[shelter]),
            "people": int(room_used[shelter]),
        }
        yield _feature({"type": "Point", "coordinates": _point(ground, place)}, about)


def _use(people: Ints, first: Ints, last: Ints, arc: int) -> dict[str, int]:
    return {"people": int(people[arc]), "first_step": int(first[arc]), "last_step": int(last[arc])}


def _point(ground: Ground, place: int) -> list[float]:
    return [round(float(ground.lon[place]), 7), round(float(ground.lat[place]), 7)]


def _feature(geometry: dict[str, Any] | None, properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry, "properties": properties}
