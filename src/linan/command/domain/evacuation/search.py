"""The stages of an answer: a good plan at once, then better ones, until it is proved best or time is up."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from linan.command.domain.evacuation.bound import farthest, narrowest
from linan.command.domain.evacuation.frame import Clocks
from linan.command.domain.evacuation.router import Outcome, Router

# Cells (arcs × steps) that one pass of the first plan may look at in all, about a second's work per 50 million.
_CELLS_OF_FIRST_PLAN = 200_000_000
# Kept states may have so many cells together, 12 bytes each.
_CELLS_KEPT = 80_000_000
# Up to so many cells the exact deadline is looked for from below, where every failure is a proof.
_CELLS_FOR_PROOF = 4_000_000
# How far above the bound the first improvements of a large plan aim, in per cent.
_AIMS_PERCENT = (9.0, 4.5, 2.0)


@dataclass(frozen=True, slots=True)
class Stage:
    """One complete plan: it brings everybody in by `clearance`; nobody can do better than `bound`."""

    clearance: int
    bound: int
    router: Router

    @property
    def gap_percent(self) -> float:
        """How far the plan may be from the best one, in per cent of the bound."""
        return 100.0 * (self.clearance - self.bound) / self.bound if self.bound else 0.0


class Search:
    """Looks for the least deadline; `low` is proved to be a lower bound, `best` is the best complete plan."""

    def __init__(self, clocks: Clocks, *, is_over: Callable[[], bool]) -> None:
        self.clocks = clocks
        self.is_over = is_over
        self.low = farthest(clocks)
        self.low = narrowest(clocks, least=self.low)
        self.kept: dict[int, Router] = {}
        self.best: Router | None = None
        self.high = 0

    def stages(self) -> Iterator[Stage]:
        """Yield complete plans, each better or better proved than the one before."""
        yield self.first(keeping=self._aims())
        cells = len(self.clocks.arcs) * self.low
        if cells > _CELLS_FOR_PROOF:
            yield from self._improve_from_above()
        yield from self._prove_from_below()

    def _stage(self) -> Stage:
        assert self.best is not None
        return Stage(self.high, self.low, self.best)

    def _aims(self) -> list[int]:
        """Return the deadlines that later attempts start from, fewer when the states to be kept are large."""
        aims = sorted({self.low, *(self._aim(percent) for percent in _AIMS_PERCENT)})
        affordable = _CELLS_KEPT // max(1, len(self.clocks.arcs) * aims[-1])
        return aims[-max(1, affordable) :]

    def first(self, *, keeping: list[int]) -> Stage:
        """Sweep over growing deadlines until everybody has a way, keeping the states at these deadlines."""
        router = Router(self.clocks, steps=self.low + self.low // 4 + 2)
        stride = self._stride()
        deadline = self.low - (self.low - min(self.low, self.clocks.soonest)) // stride * stride
        while router.left:
            if deadline > self.low * 2:
                stride = max(stride, deadline // 32)
            router.sweep(deadline)
            self._keep(router, deadline, keeping)
            self.high, deadline = deadline, deadline + stride
        self.best = router
        self.kept = {at: kept for at, kept in self.kept.items() if at < self.high}
        self.high = max(self.high, self.low)
        return self._stage()

    def _stride(self) -> int:
        """Return the steps between two deadlines that keep the first plan within its work."""
        arcs = max(1, len(self.clocks.arcs))
        return max(1, -(-arcs * self.low * self.low // (2 * _CELLS_OF_FIRST_PLAN)))

    def _aim(self, percent: float) -> int:
        return int(self.low * (1 + percent / 100))

    def _keep(self, router: Router, deadline: int, aims: list[int]) -> None:
        """Copy the state when the next sweep would pass an aim."""
        if router.left and aims and deadline <= aims[-1]:
            passed = [aim for aim in aims if aim not in self.kept and aim < deadline + self._stride()]
            for aim in passed:
                self.kept[aim] = router.copy()

    def _improve_from_above(self) -> Iterator[Stage]:
        """Aim at deadlines ever closer to the bound: each success is a better plan, each failure a better bound."""
        for percent in _AIMS_PERCENT:
            aim = self._aim(percent)
            if aim < self.high and not self.is_over():
                self._attempt(self._start_for(aim), aim)
                yield self._stage()

    def _start_for(self, aim: int) -> Router:
        """Return a fresh copy of the fullest kept state that does not go beyond the aim."""
        fitting = [at for at in self.kept if at <= aim]
        return self.kept[max(fitting)].copy() if fitting else Router(self.clocks, steps=aim + 1)

    def _attempt(self, router: Router, aim: int) -> Outcome:
        """Try to bring everybody in by the aim and remember what was learnt."""
        outcome = router.complete(aim, is_over=self.is_over)
        if outcome is Outcome.PLACED:
            self.best, self.high = router, aim
        elif outcome is Outcome.IMPOSSIBLE:
            self.low = max(self.low, aim + 1)
            self.kept[aim] = router
        return outcome

    def _prove_from_below(self) -> Iterator[Stage]:
        """Double the steps upwards from the bound until a deadline works, then halve: the end is a proof."""
        step = 1
        while self.low < self.high and not self.is_over():
            aim = min(self.low + step - 1, self.high - 1)
            if self._attempt(self._start_for(aim), aim) is Outcome.IMPOSSIBLE:
                step = min(step * 2, max(1, (self.high - self.low) // 2))
            else:
                step = max(1, step // 2)
            yield self._stage()
