"""Which of an area's refuges to open: near to where people live, with room enough between them."""

import numpy as np
from numpy.typing import NDArray

from linan.command.domain.evacuation.area import Area, Refuge, middle_of
from linan.command.domain.evacuation.population import Dwelling

# A refuge is considered when it holds at least half of an equal share, so that together they have room.
_SHARE_AT_LEAST = 0.5
_CANDIDATES = 240


def choose_refuges(area: Area, homes: list[Dwelling], *, people: int, count: int) -> list[Refuge]:
    """Return so many refuges, one after the other the one that shortens the way of most people the most.

    Source: the greedy heuristic for the p-median (Kuehn and Hamburger 1963); straight distances.
    """
    if count <= 0 or not homes:
        return area.refuges[: max(0, count)]
    share = _SHARE_AT_LEAST * people / count
    candidates = [refuge for refuge in area.refuges if refuge.room >= share] or area.refuges
    candidates = candidates[: max(_CANDIDATES, count)]
    away, space = _distances(area, homes, candidates)
    chosen: list[int] = []
    least = np.full(len(homes), np.inf)
    while len(chosen) < min(count, len(candidates)):
        total = space @ np.minimum(least[:, None], away)
        total[chosen] = np.inf
        best = int(total.argmin())
        chosen.append(best)
        least = np.minimum(least, away[:, best])
    return [candidates[at] for at in sorted(chosen)]


def _distances(
    area: Area, homes: list[Dwelling], candidates: list[Refuge]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return metres from every home to every candidate, and the floor space of the homes."""
    middles = np.array([middle_of(area.buildings[home.building]["ring"]) for home in homes], float)
    spots = np.array([(refuge.lon, refuge.lat) for refuge in candidates], float).reshape(-1, 2)
    x, y = area.metres(middles[:, 0], middles[:, 1])
    to_x, to_y = area.metres(spots[:, 0], spots[:, 1])
    space = np.array([home.space_m2 for home in homes], float)
    return np.hypot(x[:, None] - to_x[None, :], y[:, None] - to_y[None, :]), space
