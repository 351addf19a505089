"""Where stations help most, against instances whose optimum is known (OR-Library, Beasley 1985)."""

from pathlib import Path

import numpy as np
import pytest
from scipy.sparse.csgraph import shortest_path

from linan.command.domain.deployment.facilities import one_more, p_median

SAMPLES = Path(__file__).parents[2] / "samples" / "facility_pmedian"


def distances_of(name):
    (size, _edges, count), *edges = (
        tuple(map(int, line.split())) for line in (SAMPLES / f"{name}.txt").read_text().splitlines() if line.strip()
    )
    length = np.full((size, size), np.inf)
    for start, end, metres in edges:  # where a pair repeats, the last line counts
        length[start - 1, end - 1] = length[end - 1, start - 1] = metres
    np.fill_diagonal(length, 0)
    return shortest_path(length), count


@pytest.mark.parametrize(("name", "optimum"), [("pmed1", 5819), ("pmed5", 1355), ("pmed10", 1255), ("pmed20", 1789)])
def test_the_known_optimum_is_found_and_proved(name, optimum):
    distance, count = distances_of(name)

    placed = p_median(distance, np.ones(len(distance)), count)

    assert placed.total == optimum
    assert placed.is_proved
    assert len(set(placed.chosen)) == count
    assert float(distance[list(placed.chosen)].min(axis=0).sum()) == optimum


def test_as_many_stations_as_places_leave_no_way_to_go():
    placed = p_median(np.array([[0.0, 7.0], [7.0, 0.0]]), np.ones(2), 2)

    assert (placed.chosen, placed.total, placed.bound) == ((0, 1), 0.0, 0.0)


def test_one_more_station_goes_where_most_people_come_within_the_limit():
    now = np.array([100.0, 400.0, 900.0, np.inf])
    people = np.array([50.0, 30.0, 20.0, 5.0])
    from_candidates = np.array([[10.0, 390.0, 600.0, np.inf], [500.0, 170.0, 175.0, np.inf], [500.0, 500.0, 500.0, 60.0]])

    found = one_more(now, from_candidates, people, within_s=180, at_most_s=1800)

    assert found.best() == 1
    assert found.newly_within.tolist() == [0.0, 50.0, 5.0]
    assert found.saved.tolist() == [90 * 50 + 10 * 30 + 300 * 20, 230 * 30 + 725 * 20, 400 * 20 + 1740 * 5]
