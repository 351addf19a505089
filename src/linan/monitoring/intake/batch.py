"""Group commit: everything that arrives while one batch is written goes into the next."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from linan.monitoring.domain.reading import Reply

FULL = 100_000  # readings that wait; beyond this the gateways stop reading their sockets


@dataclass(slots=True)
class Batch:
    """Columns of readings in order of arrival, and the replies that wait for their COMMIT."""

    series: list[int] = field(default_factory=list)
    at_us: list[int] = field(default_factory=list)
    values: list[float] = field(default_factory=list)
    replies: list[Reply] = field(default_factory=list)


class GroupCommit:
    """The Sink of the gateways. write: stores a batch, in another thread, and does not return before COMMIT."""

    def __init__(self, write: Callable[[Batch], asyncio.Future[None]]) -> None:
        self.number = 0
        self._write = write
        self._batch = Batch()
        self._arrived = asyncio.Event()

    @property
    def is_full(self) -> bool:
        """Whether so much waits that nothing more should be read."""
        return len(self._batch.series) >= FULL

    def put(self, series_id: int, at_us: int, value: float) -> None:
        """Take a reading."""
        batch = self._batch
        batch.series.append(series_id)
        batch.at_us.append(at_us)
        batch.values.append(value)

    def when_stored(self, reply: Reply) -> None:
        """Call back after the COMMIT of everything that was put until now."""
        self._batch.replies.append(reply)
        self._arrived.set()

    async def run(self) -> None:
        """Write batch after batch, for ever."""
        while True:
            await self._more()
            batch, self._batch = self._batch, Batch()
            self.number += 1
            self._arrived.clear()
            if batch.series:
                await self._write(batch)
            for reply in batch.replies:
                reply()

    async def _more(self) -> None:
        """Wait for a message that wants a reply, or a moment for those that do not (QoS 0)."""
        while not self._batch.series and not self._batch.replies:
            try:
                await asyncio.wait_for(self._arrived.wait(), timeout=0.01)
            except TimeoutError:
                continue
