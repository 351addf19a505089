"""The stages of an answer: a good plan at once, then better ones, until it is proved best or time is up."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass

from linan.command.domain.evacuation.bound import farthest, narrowest
from linan.command.domain.evacuation.frame import Clocks
from linan.command.domain.evacuation.router import Outcome, Router, Saved

# Cells (arcs × steps) that one pass of the first plan may look at in all, about a second's work per 50 million.
_CELLS_OF_FIRST_PLAN = 200_000_000
# Kept states may have so many cells together; where people move, 12 bytes each.
_CELLS_KEPT = 80_000_000
# Up to so many cells the exact deadline is looked for from below, where every failure is a proof.
_CELLS_FOR_PROOF = 4_000_000
# How far above the bound the first improvements of a large plan aim, in per cent.
_AIMS_PERCENT = (10.0, 5.0, 2.0)
# Between these parts of the bound the first plan looks at three times as many deadlines: to bring in those who find no way
# by then costs more than the looks.
_CLOSER_FROM, _CLOSER_UNTIL = 0.875, 1.1


@dataclass(frozen=True, slots=True)
class Stage:
    """One complete plan: it brings everybody in by `clearance`; nobody can do better than `bound`.

    step: how many steps of the question one step of the router is.
    """

    clearance: int
    bound: int
    router: Router
    step: int = 1

    @property
    def gap_percent(self) -> float:
        """How far the plan may be from the best one, in per cent of the bound."""
        return 100.0 * (self.clearance - self.bound) / self.bound if self.bound else 0.0


class Search:
    """Looks for the least deadline; `low` is proved to be a lower bound, `best` is the best complete plan."""

    def __init__(self, clocks: Clocks, *, is_over: Callable[[], bool], bound: int | None = None) -> None:
        """bound: a lower bound already known, None to look for one."""
        self.clocks = clocks
        self._time_is_up, self._is_closed = is_over, False
        self.low = narrowest(clocks, least=farthest(clocks)) if bound is None else bound
        self.kept: dict[int, Saved] = {}
        self.best: Router | None = None
        self.high = 0

    def is_over(self) -> bool:
        """Whether to stop looking: time is up, or nobody waits for the next stage any more."""
        return self._is_closed or self._time_is_up()

    def stages(self) -> Iterator[Stage]:
        """Yield complete plans, each better or better proved than the one before."""
        try:
            if len(self.clocks.arcs) * self.low > _CELLS_FOR_PROOF:
                yield from self._improve_from_above()
            else:
                yield self.first(keeping=[self.low])
            yield from self._prove_from_below()
        finally:
            self._is_closed = True

    def _stage(self) -> Stage:
        assert self.best is not None
        return Stage(self.high, self.low, self.best)

    def first(self, *, keeping: Sequence[int] = (), on_kept: Callable[[], object] = lambda: None) -> Stage:
        """Sweep over growing deadlines until everybody has a way, keeping the states at these deadlines.

        on_kept: called once, when no more will be kept.
        """
        router = Router(self.clocks, steps=self.low + self.low // 4 + 2)
        last = max(keeping, default=0)
        for deadline in self._deadlines(keeping):
            router.sweep(deadline)
            if router.left and deadline in keeping:
                self.kept[deadline] = router.saved()
            if deadline == last or (not router.left and deadline < last):
                on_kept()
            if not router.left:
                break
        self.best, self.high = router, max(self.low, router.latest_arrival())
        return self._stage()

    def _deadlines(self, exactly: Sequence[int]) -> Iterator[int]:
        """Yield growing deadlines without end, those asked for among them."""
        stride, fine = self._stride(), max(1, self._stride() // 3)
        deadline = min(self.low, self.clocks.soonest)
        while True:
            yield deadline
            is_close = self.low * _CLOSER_FROM <= deadline < self.low * _CLOSER_UNTIL
            if deadline > self.low * 2:
                stride = max(stride, deadline // 32)
            following = deadline + (fine if is_close else stride)
            deadline = min([following, *(aim for aim in exactly if aim > deadline)])

    def _stride(self) -> int:
        """Return the steps between two deadlines that keep the first plan within its work."""
        rows = len(self.clocks.arcs) + self.clocks.problem.network.places
        return max(1, -(-rows * self.low * self.low // (2 * _CELLS_OF_FIRST_PLAN)))

    def _aims(self) -> list[int]:
        """Return the deadlines to try first, the easiest first; fewer when the states to be kept are large."""
        aims = sorted(
            {self.low, *(int(self.low * (1 + percent / 100)) for percent in _AIMS_PERCENT)}, reverse=True
        )
        affordable = _CELLS_KEPT // max(1, len(self.clocks.arcs) * aims[0])
        return aims[: max(1, affordable)]

    def _improve_from_above(self) -> Iterator[Stage]:
        """Try deadlines above the bound, the easiest first: each success is a better plan, each failure a better bound.

        One at a time, beside the end of the first plan: two would wait for each other's memory, and the first improvement counts.
        """
        attempts: list[Future[tuple[int, Router, Outcome]]] = []
        aims = self._aims()
        with ThreadPoolExecutor(1) as pool:
            try:
                yield self.first(
                    keeping=aims,
                    on_kept=lambda: attempts.extend(pool.submit(self._try, aim) for aim in aims if aim in self.kept),
                )
                for attempt in as_completed(attempts):
                    self._learn(*attempt.result())
                    yield self._stage()
            finally:
                self._is_closed = self._is_closed or not all(attempt.done() for attempt in attempts)

    def _try(self, aim: int) -> tuple[int, Router, Outcome]:
        """Try to bring everybody in by the aim, from the state kept for it; not when that is already settled."""
        router = Router.restored(self.clocks, self.kept[aim])
        if aim < self.low or (self.high and aim >= self.high):
            return aim, router, Outcome.STOPPED
        return aim, router, router.complete(aim, is_over=lambda: self.is_over() or aim < self.low)

    def _learn(self, aim: int, router: Router, outcome: Outcome) -> None:
        """Remember what an attempt showed."""
        if outcome is Outcome.PLACED and aim < self.high:
            self.best, self.high = router, aim
            self.kept.pop(aim, None)
        elif outcome is Outcome.IMPOSSIBLE:
            self.low = max(self.low, aim + 1)
            self.kept[aim] = router.saved()

    def _prove_from_below(self) -> Iterator[Stage]:
        """Double the steps upwards from the bound until a deadline works, then halve: the end is a proof."""
        step = 1
        while self.low < self.high and not self.is_over():
            aim = min(self.low + step - 1, self.high - 1)
            router = self._start_for(aim)
            outcome = router.complete(aim, is_over=self.is_over)
            self._learn(aim, router, outcome)
            if outcome is Outcome.IMPOSSIBLE:
                step = min(step * 2, max(1, (self.high - self.low) // 2))
            else:
                step = max(1, step // 2)
            yield self._stage()

    def _start_for(self, aim: int) -> Router:
        """Return a fresh copy of the fullest kept state that does not go beyond the aim."""
        fitting = [at for at in self.kept if at <= aim]
        return Router.restored(self.clocks, self.kept[max(fitting)]) if fitting else Router(self.clocks, steps=aim + 1)
