"""Nearest points and connected parts, compiled."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@njit(cache=True, nogil=True)
def nearest(
    x: Floats, y: Floats, of_x: Floats, of_y: Floats, allowed: NDArray[np.bool_]
) -> tuple[Ints, Floats]:
    """Return for each point (x, y) the nearest allowed point of (of_x, of_y) and its distance; -1 when there is none."""
    found, distance = np.full(len(x), -1), np.full(len(x), np.inf)
    for i in range(len(x)):
        least = np.inf
        for j in range(len(of_x)):
            if allowed[j]:
                square = (x[i] - of_x[j]) ** 2 + (y[i] - of_y[j]) ** 2
                if square < least:
                    least, found[i] = square, j
        distance[i] = np.sqrt(least)
    return found, distance


@njit(cache=True, nogil=True)
def parts(places: int, start: Ints, end: Ints) -> Ints:
    """Return a number per place that is the same for connected places (union-find)."""
    parent = np.arange(places)
    for arc in range(len(start)):
        a, b = start[arc], end[arc]
        while parent[a] != a:
            parent[a] = parent[parent[a]]
            a = parent[a]
        while parent[b] != b:
            parent[b] = parent[parent[b]]
            b = parent[b]
        if a != b:
            parent[max(a, b)] = min(a, b)
    for place in range(places):
        root = place
        while parent[root] != root:
            root = parent[root]
        parent[place] = root
    return parent
