"""How good and how fast evacuation plans are, beside what a Python user would pick; one line of JSON for each figure.

The same networks for everybody, in one run: `linan evacuate` from the command line (its own process, reading and
writing included); networkx, one maximum flow on the time-expanded network at the deadline found (a search for it needs
several); the static plan most would write first, everybody to the nearest shelter with room over the shortest path,
executed with the same capacities and free waiting; jupedsim-network, which simulates another physics, so its clearance
is no gap. Usage: python bench/evacuation.py [--references FOLDER] [--district] [--picture FILE AREA_FOLDER PEOPLE]
"""

import argparse
import csv
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import networkx
import numpy as np

from _grids import Grid, grid, reference
from _static import static_clearance
from _street_map import draw_use

LINAN = Path(sys.executable).with_name("linan")
_WARMING = grid(6, people=60, shelters=2, seed=0, most=5)
_SMALL = {"side": 45, "people": 12_000, "shelters": 8, "seed": 1, "least": 2, "most": 10}
DISTRICT = {"side": 224, "people": 280_000, "shelters": 60, "seed": 1, "least": 4, "most": 16}
REFERENCES = ("net_SiouxFalls", "net_Anaheim", "net_Berlin-Mitte-Center")


def main() -> None:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--references", type=Path, default=Path(__file__).resolve().parents[2] / "shared" / "data"
    )
    parser.add_argument("--district", action="store_true", help="the district too: minutes, and 2 GB")
    parser.add_argument(
        "--picture", nargs=3, metavar=("FILE", "AREA", "PEOPLE"), help="only draw an area's plan as SVG"
    )
    given = parser.parse_args()
    if given.picture:
        _draw(Path(given.picture[0]), Path(given.picture[1]), int(given.picture[2]))
        return
    with tempfile.TemporaryDirectory() as folder:
        _linan(_WARMING, Path(folder))
        for name in REFERENCES:
            if (given.references / name).is_dir():
                _reference(given.references / name, Path(folder))
        _compared(_SMALL, Path(folder))
        if given.district:
            _district(Path(folder))


def _reference(source: Path, folder: Path) -> None:
    wanted, network = reference(source)
    found, seconds, _ = _linan(network, folder)
    clearance = found["clearance_steps"]
    _say(
        network=wanted["network"],
        exact=wanted["min_clearance_steps"],
        linan=clearance,
        s=seconds,
        gap_percent=found["gap_percent"],
    )


def _compared(size: dict[str, int], folder: Path) -> None:
    network = grid(**size)
    found, seconds, _ = _linan(network, folder)
    best = found["clearance_steps"]
    _say(
        case="12,000 people, 2,025 nodes, 8 shelters",
        method="linan evacuate, with an order for everybody",
        steps=best,
        s=seconds,
        **_gap(found),
    )
    began = time.perf_counter()
    late = static_clearance(network)
    _say(
        method="nearest shelter, shortest path (networkx), waiting",
        steps=late,
        ratio=round(late / best, 1),
        s=_since(began),
    )
    began = time.perf_counter()
    value = networkx.maximum_flow_value(
        network.expanded(best), "start", "end", flow_func=networkx.algorithms.flow.preflow_push
    )
    _say(method="networkx, one maximum flow at the best deadline", brought_in=value, s=_since(began))
    _simulated(network, best)


def _simulated(network: Grid, best: int) -> None:
    """jupedsim-network: rooms joined by openings whose width lets the same number through in a 10 s step."""
    try:
        import jupedsim_network as jupedsim
    except ImportError:
        _say(method="jupedsim-network", left_out="not installed")
        return
    inside, rooms = set(network.shelter.tolist()), jupedsim.Network()
    for place in range(network.places):
        if place in inside:
            rooms.add_safe(f"n{place}")
        else:
            rooms.add_room(f"n{place}", area=225.0)
    half = len(network.tail) // 2
    for tail, head, steps, capacity in zip(
        *(a[:half].tolist() for a in (network.tail, network.head, network.steps, network.capacity)),
        strict=True,
    ):
        if not {tail, head} <= inside:
            ends = (head, tail) if tail in inside else (tail, head)
            rooms.connect(
                f"n{ends[0]}", f"n{ends[1]}", width=capacity / 13.0, kind="opening", length=steps * 11.9
            )
    people = [
        jupedsim.Population(f"n{p}", int(network.people[p]), speed=1.19)
        for p in np.flatnonzero(network.people).tolist()
    ]
    began = time.perf_counter()
    run = jupedsim.NetworkSimulation(
        rooms, people, dt=2.0, t_max=7200, counterflow="independent", routing_policy="shortest_free_flow_time"
    ).run(seed=0, record=False)
    _say(
        method="jupedsim-network 0.5 (other physics)",
        brought_in=int(run.evacuated),
        within_steps=720,
        best_steps=best,
        s=_since(began),
    )


def _district(folder: Path) -> None:
    found, seconds, told = _linan(grid(**DISTRICT), folder)
    _say(
        case="280,000 people, 50,176 nodes, 60 shelters",
        steps=found["clearance_steps"],
        s=seconds,
        peak_mb=found["peak_mb"],
        **_gap(found),
    )
    for line in told:
        _say(stage=line.removeprefix("linan: "))


def _linan(network: Grid, folder: Path) -> tuple[dict[str, float], float, list[str]]:
    """Return the answer of the command, the seconds it took from start to end, and what it said meanwhile."""
    words = [str(LINAN), "evacuate", *network.write(folder), "--orders", str(folder / "orders.csv")]
    began = time.perf_counter()
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    return json.loads(done.stdout), _since(began), done.stderr.splitlines()


def _draw(file: Path, area: Path, people: int) -> None:
    """Draw how an area's paths are used."""
    with tempfile.TemporaryDirectory() as folder:
        use = Path(folder) / "use.geojson"
        subprocess.run(
            [str(LINAN), "evacuate", str(area), "--people", str(people), "--geojson", str(use)], check=True
        )
        with (area / "nodes.csv").open(encoding="utf-8") as nodes:
            points = {row["node_id"]: (float(row["lon"]), float(row["lat"])) for row in csv.DictReader(nodes)}
        with (area / "walk_edges.csv").open(encoding="utf-8") as edges:
            lines = [(points[row["u"]], points[row["v"]]) for row in csv.DictReader(edges)]
        file.write_text(draw_use(json.loads(use.read_text(encoding="utf-8")), lines), encoding="utf-8")


def _gap(found: dict[str, float]) -> dict[str, float]:
    return {
        name: found[name] for name in ("lower_bound_steps", "gap_percent", "first_plan_s", "final_plan_s")
    }


def _since(began: float) -> float:
    return round(time.perf_counter() - began, 2)


def _say(**figures: object) -> None:
    print(json.dumps(figures), flush=True)


if __name__ == "__main__":
    main()
