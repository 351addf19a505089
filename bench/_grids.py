"""Networks for the evacuation bench: grids like those of PEERS, and reference networks with a known least clearance."""

import csv
import json
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import networkx
import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Grid:
    """Directed arcs with steps and people per step; people per place; shelters with room."""

    places: int
    tail: Ints
    head: Ints
    steps: Ints
    capacity: Ints
    people: Ints
    shelter: Ints
    room: Ints

    def write(self, folder: Path) -> list[str]:
        """Write the three CSV files and return the words that name them."""
        arcs = zip(self.tail, self.head, self.capacity, self.steps, strict=True)
        _write(folder / "links.csv", "from,to,capacity,steps", arcs)
        _write(
            folder / "sources.csv",
            "node,people",
            ((at, count) for at, count in enumerate(self.people) if count),
        )
        _write(folder / "sinks.csv", "node,capacity", zip(self.shelter, self.room, strict=True))
        return [
            word
            for name in ("links", "sources", "sinks")
            for word in (f"--{name}", str(folder / f"{name}.csv"))
        ]

    def expanded(self, deadline: int) -> networkx.DiGraph:
        """Return the time-expanded network as a textbook builds it."""
        graph, inside = networkx.DiGraph(), set(self.shelter.tolist())
        for place in set(range(self.places)) - inside:
            graph.add_edges_from(((place, step), (place, step + 1)) for step in range(deadline))
        for tail, head, steps, capacity in zip(
            *(a.tolist() for a in (self.tail, self.head, self.steps, self.capacity)), strict=True
        ):
            if tail not in inside:
                for step in range(deadline - steps + 1):
                    end = head if head in inside else (head, step + steps)
                    graph.add_edge((tail, step), end, capacity=capacity)
        for place in np.flatnonzero(self.people).tolist():
            graph.add_edge("start", (place, 0), capacity=int(self.people[place]))
        for place, room in zip(self.shelter.tolist(), self.room.tolist(), strict=True):
            graph.add_edge(place, "end", capacity=room)
        return graph


def grid(side: int, *, people: int, shelters: int, seed: int, least: int = 2, most: int = 10) -> Grid:
    """Return a grid of side × side places, paths of 1 to 3 steps both ways, people gamma-spread, all leaving at once."""
    chance = np.random.default_rng(seed)
    at = np.arange(side * side).reshape(side, side)
    tail = np.concatenate([at[:, :-1].ravel(), at[:-1].ravel()])
    head = np.concatenate([at[:, 1:].ravel(), at[1:].ravel()])
    steps = chance.integers(1, 4, len(tail))
    capacity = chance.integers(least, most + 1, len(tail))
    shelter = chance.choice(side * side, shelters, replace=False)
    weight = chance.gamma(0.7, 1, side * side)
    weight[shelter] = 0
    count = np.floor(people * weight / weight.sum()).astype(np.int64)
    np.add.at(count, chance.choice(np.flatnonzero(weight), people - count.sum()), 1)
    room = np.full(shelters, int(np.ceil(people * 1.3 / shelters)))
    both = np.concatenate([tail, head]), np.concatenate([head, tail]), np.tile(steps, 2), np.tile(capacity, 2)
    return Grid(side * side, *both, count, shelter, room)


def reference(folder: Path) -> tuple[dict[str, object], Grid]:
    """Return what is known about a reference network, and the network by the definitions in its README."""
    wanted = json.loads((folder / "quickest_reference.json").read_text(encoding="utf-8"))
    with (folder / "links.csv").open(encoding="utf-8") as file:
        links = list(csv.DictReader(file))
    trips: dict[str, float] = defaultdict(float)
    with (folder / "od.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            trips[row["origin"]] += float(row["trips"])
    number = {
        name: at
        for at, name in enumerate(
            sorted({end for row in links for end in (row["from_node"], row["to_node"])})
        )
    }
    people = np.zeros(len(number), np.int64)
    for name in set(trips) - set(wanted["sinks"]):
        people[number[name]] = round(trips[name] * wanted["demand_scale"])
    shelter = np.array([number[name] for name in wanted["sinks"]])
    return wanted, Grid(
        places=len(number),
        tail=np.array([number[row["from_node"]] for row in links]),
        head=np.array([number[row["to_node"]] for row in links]),
        steps=np.array([max(1, round(float(row["free_flow_time"]))) for row in links]),
        capacity=np.array([max(1, int(float(row["capacity"]) // 60)) for row in links]),
        people=people,
        shelter=shelter,
        room=np.full(len(shelter), int(people.sum())),
    )


def _write(file: Path, header: str, rows: object) -> None:
    lines = [",".join(map(str, row)) for row in rows]  # type: ignore[attr-defined]
    file.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
