"""The curves of docs/evacuation.md, drawn from real runs: the gate model beside people, and the gap of a plan over time.

Usage: python bench/curves.py [--gate] [--gap] [--into docs/images] [--within 300]
--gate: 75 people through a gate of 0.5 m (tests/samples/juelich_gate_passages.csv) beside the rate the model gives it.
--gap: the district of bench/evacuation.py (280,000 people, 50,176 places) solved by `linan evacuate`, stage by stage.
"""

import argparse
import json
import re
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from _chart import Line, Point, chart
from _grids import grid
from evacuation import DISTRICT, LINAN
from linan.command.domain.evacuation.walking import gate_capacity

PROJECT = Path(__file__).resolve().parents[1]
PASSAGES = PROJECT / "tests/samples/juelich_gate_passages.csv"
GATE_M = 0.5
STAGE = re.compile(r"([\d.]+) s: everybody in after (\d+) steps, (?:at most ([\d.]+) % above the best|proved best)")


def gate_picture(seconds: Sequence[float]) -> str:
    """Return how many had passed at each moment, measured and after the model."""
    rate = gate_capacity(GATE_M)
    began = seconds[0]
    measured: list[Point] = [(at - began, number) for number, at in enumerate(seconds, start=1)]
    modelled: list[Point] = [(0.0, 1.0), ((len(seconds) - 1) / rate, float(len(seconds)))]
    return chart(
        f"{len(seconds)} people through a gate of {GATE_M} m", [
            Line("measured in Jülich", "#1d4ed8", measured, is_dotted=True),
            Line(f"gate model, {rate:.2f} people a second", "#c2410c", modelled),
        ], across="seconds after the first", up="people who have passed",
        source="Data: Forschungszentrum Jülich, Crowds in front of bottlenecks, run 040 (Adrian et al. 2018), CC BY 4.0",
    )


def gap_picture(stages: Sequence[Point], *, people: int, places: int) -> str:
    """Return how far the plan may be from the best one, from its first stage to its last."""
    return chart(
        f"{people:,} people, {places:,} places: gap of the plan over time",
        [Line("at most above the best plan", "#c2410c", stages, is_stepped=True)], across="seconds from the command", up="per cent",
        source="Run of bench/curves.py on two processors; generated grid, no map data",
    )


def stages_of(within_s: int) -> list[Point]:
    """Run the command on the district and return (second, gap in per cent) of each stage it tells, to the end of its search."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        words = [str(LINAN), "evacuate", *grid(**DISTRICT).write(folder), "--within", str(within_s)]
        done = subprocess.run(words, capture_output=True, text=True, check=True)
    told = [(float(at), float(gap or 0)) for at, _, gap in STAGE.findall(done.stderr)]
    print(done.stdout.strip(), json.dumps(told))
    return told


def main() -> None:
    """Draw what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gate", action="store_true")
    parser.add_argument("--gap", action="store_true")
    parser.add_argument("--into", type=Path, default=PROJECT / "docs/images")
    parser.add_argument("--within", type=int, default=300, help="seconds in which a better plan is looked for")
    asked = parser.parse_args()
    if asked.gate:
        seconds = [float(line) for line in PASSAGES.read_text(encoding="utf-8").splitlines()[1:]]
        (asked.into / "evacuation-gate.svg").write_text(gate_picture(seconds), encoding="utf-8")
    if asked.gap:
        picture = gap_picture(stages_of(asked.within), people=280_000, places=50_176)
        (asked.into / "evacuation-gap.svg").write_text(picture, encoding="utf-8")


if __name__ == "__main__":
    main()
