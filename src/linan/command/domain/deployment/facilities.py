"""Where stations help most: one more by trying every place, several by the p-median with a proved bound."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_ROUNDS = 600
_PATIENCE = 20
_KICKS, _MOST_KICKED = 400, 4


@dataclass(frozen=True, slots=True)
class Placement:
    """Chosen places of a p-median. total: weight × distance to the nearest of them; no choice has less than bound."""

    chosen: tuple[int, ...]
    total: float
    bound: float

    @property
    def is_proved(self) -> bool:
        """Whether nothing better exists, where all distances and weights are whole numbers."""
        return bool(self.total - self.bound < 1 - 1e-6)


@dataclass(frozen=True, slots=True)
class OneMore:
    """What one more station at each candidate would do; arrays with one entry per candidate.

    saved: sum over all goals of weight × seconds saved. newly_within: weight that is newly reached within the limit.
    """

    saved: Floats
    newly_within: Floats

    def best(self) -> int:
        """Return the candidate that brings most within the limit, and among those saves most."""
        return int(np.lexsort((-self.saved, -self.newly_within))[0])


def one_more(now_s: Floats, from_candidates_s: Floats, weight: Floats, *, within_s: float, at_most_s: float) -> OneMore:
    """Return what each candidate would add to the stations there are (every candidate is tried, so the best is exact).

    now_s: (goals) seconds today, inf where nobody comes; from_candidates_s: (candidates, goals); at_most_s: what a goal
    counts that is not reached or later.
    """
    before = np.minimum(now_s, at_most_s)
    after = np.minimum(from_candidates_s, before)
    newly = (from_candidates_s <= within_s) & (now_s > within_s)
    return OneMore((before - after) @ weight, newly @ weight)


def p_median(distance: Floats, weight: Floats, count: int) -> Placement:
    """Return `count` rows of distance (places, goals) with a small weighted sum of least distances, and a bound.

    Lagrangian relaxation with subgradient steps gives the bound and a start in every round, vertex substitution
    improves it. Source: Teitz and Bart 1968; Narula, Ogbu, Samuelsson 1977; Daskin, Network and Discrete Location, ch. 6.
    """
    cost = distance * weight
    price = np.sort(cost, axis=0)[1 if len(cost) > 1 else 0].copy()
    best, total, bound, step, quiet = np.arange(count), np.inf, -np.inf, 2.0, 0
    for _ in range(_ROUNDS):
        worth = np.minimum(cost - price, 0.0).sum(axis=1)
        opened = np.argpartition(worth, count - 1)[:count]
        here = float(price.sum() + worth[opened].sum())
        bound, quiet = (here, 0) if here > bound + 1e-9 else (bound, quiet + 1)
        if float(cost[opened].min(axis=0).sum()) < total * 1.02:
            chosen, found = _substituted(cost, opened)
            best, total = (chosen, found) if found < total else (best, total)
        if total - bound < 1 - 1e-6:
            break
        step, quiet = (step / 2, 0) if quiet >= _PATIENCE else (step, quiet)
        slack = 1.0 - (cost[opened] < price).sum(axis=0)
        norm = float(slack @ slack)
        if norm == 0.0:
            break
        price = np.maximum(price + step * (total - here) / norm * slack, 0.0)
    best, total = _kicked(cost, best, total, until=bound)
    return Placement(tuple(sorted(best.tolist())), total, min(bound, total))


def _kicked(cost: Floats, chosen: Ints, total: float, *, until: float) -> tuple[Ints, float]:
    """Exchange a few places at random and improve again, keeping what is better, until the bound is reached."""
    dice = np.random.default_rng(1)
    for _ in range(_KICKS):
        if total - until < 1 - 1e-6 or len(chosen) == len(cost):
            break
        tried, closed = chosen.copy(), np.setdiff1d(np.arange(len(cost)), chosen)
        count = min(len(chosen), len(closed), 1 + int(dice.integers(_MOST_KICKED)))
        tried[dice.permutation(len(chosen))[:count]] = dice.permutation(closed)[:count]
        found_at, found = _substituted(cost, tried)
        chosen, total = (found_at, found) if found <= total else (chosen, total)
    return chosen, total


def _substituted(cost: Floats, opened: Ints) -> tuple[Ints, float]:
    """Exchange one opened place for a closed one as long as that helps, the best exchange first."""
    chosen = opened.copy()
    while True:
        near = np.argsort(cost[chosen], axis=0, kind="stable")[:2]
        goals = np.arange(cost.shape[1])
        first = cost[chosen[near[0]], goals]
        second = cost[chosen[near[1]], goals] if len(chosen) > 1 else np.full_like(first, np.inf)
        gain = np.maximum(first - cost, 0.0).sum(axis=1)
        # Closing k costs its goals the way to the second, or to the place that is opened where that is nearer.
        is_first = np.zeros((len(goals), len(chosen)))
        is_first[goals, near[0]] = 1.0
        change = (np.minimum(cost, second) - np.minimum(cost, first)) @ is_first - gain[:, None]
        change[chosen] = np.inf
        place, at = np.unravel_index(int(np.argmin(change)), change.shape)
        if change[place, at] >= -1e-9:
            return chosen, float(first.sum())
        chosen[at] = place
