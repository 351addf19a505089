"""The walking model against its sources and against people."""

from pathlib import Path
from statistics import mean, stdev

import pytest

from linan.command.domain.evacuation.walking import flow_per_metre, gate_capacity, speed_share, stair_delay_s

PASSAGES = Path(__file__).resolve().parents[2] / "samples" / "juelich_gate_passages.csv"


def test_the_gate_lets_as_many_through_as_75_people_showed_within_their_scatter() -> None:
    seconds = [float(line) for line in PASSAGES.read_text().splitlines()[1:]]

    rates = [10 / (later - earlier) for earlier, later in zip(seconds[::10], seconds[10::10], strict=False)]

    assert len(seconds) == 75
    assert gate_capacity(0.5) == pytest.approx(mean(rates), abs=stdev(rates))


@pytest.mark.parametrize(
    ("density", "speed_ms"), [(0.0, 1.34), (1.0, 1.06), (2.0, 0.61), (5.4, 0.0), (7.0, 0.0)]
)
def test_speed_falls_with_density_as_weidmann_measured(density, speed_ms) -> None:
    assert 1.34 * speed_share(density) == pytest.approx(speed_ms, abs=0.01)


def test_no_density_lets_more_through_a_metre_than_the_capacity_of_weidmann() -> None:
    most = max(flow_per_metre(tenth / 10) for tenth in range(1, 54))

    assert most == pytest.approx(1.22, abs=0.01)


def test_the_third_floor_is_two_flights_away() -> None:
    assert stair_delay_s(1) == 0.0
    assert stair_delay_s(3) == pytest.approx(2 * 8 / 0.694)
