"""Recordings that the demonstration replays, unchanged."""

import csv
from dataclasses import dataclass
from pathlib import Path

PPM_PER_PERCENT = 10_000.0
ROOMS_FROM_THE_FIRE = ("B", "D", "F", "C", "E", "A")


@dataclass(frozen=True, slots=True)
class Moment:
    """What the instruments of each room read at one moment after ignition.

    smoke: optical density per metre; heat: °C; co: ppm (rooms that had an analyser).
    """

    at_s: float
    smoke: dict[str, float]
    heat: dict[str, float]
    co: dict[str, float]


def bedroom_fire() -> list[Moment]:
    """Return the fire SDC07 in order of time; room B burns. Source: recordings/README.md."""
    with (Path(__file__).parent / "nist_sdc07.csv").open(newline="", encoding="utf-8") as file:
        return [_moment(row) for row in csv.DictReader(file)]


def _moment(row: dict[str, str]) -> Moment:
    return Moment(
        at_s=float(row["time_s"]),
        smoke=_column(row, "SM", scale=1.0),
        heat=_column(row, "TC", scale=1.0),
        co=_column(row, "GAS", scale=PPM_PER_PERCENT),
    )


def _column(row: dict[str, str], prefix: str, *, scale: float) -> dict[str, float]:
    found = {room: row.get(f"{prefix}{room}_1", "") for room in ROOMS_FROM_THE_FIRE}
    return {room: round(float(text) * scale, 4) for room, text in found.items() if text}
