"""Group commit: everything that arrives while one batch is written goes into the next."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from linan.monitoring.domain.reading import Columns, Reply

FULL = 100_000  # readings that wait; beyond this the gateways stop reading their sockets


@dataclass(slots=True)
class Batch:
    """Readings in order of arrival, and the replies that wait for their COMMIT."""

    columns: Columns = field(default_factory=Columns)
    replies: list[Reply] = field(default_factory=list)


class GroupCommit:
    """The Sink of the gateways. write: stores columns, in another thread, and does not return before COMMIT."""

    def __init__(self, write: Callable[[Columns], asyncio.Future[None]]) -> None:
        self.number = 0
        self._write = write
        self._batch, self._spare = Batch(), Batch()
        self._arrived = asyncio.Event()

    @property
    def is_full(self) -> bool:
        """Whether so much waits that nothing more should be read."""
        return self._batch.columns.count >= FULL

    @property
    def columns(self) -> Columns:
        """The readings of the batch that is being collected."""
        return self._batch.columns

    def put(self, series_id: int, at_us: int, value: float) -> None:
        """Take a reading."""
        self._batch.columns.put(series_id, at_us, value)

    def when_stored(self, reply: Reply) -> None:
        """Call back after the COMMIT of everything that was put until now."""
        self._batch.replies.append(reply)
        self._arrived.set()

    async def run(self) -> None:
        """Write batch after batch, for ever."""
        while True:
            await self._more()
            batch, self._batch = self._batch, self._spare
            self.number += 1
            self._arrived.clear()
            if batch.columns.count:
                await self._write(batch.columns)
            for reply in batch.replies:
                reply()
            batch.columns.count = 0
            batch.replies.clear()
            self._spare = batch

    async def _more(self) -> None:
        """Wait for a message that wants a reply, or a moment for those that do not (QoS 0)."""
        while not self._batch.columns.count and not self._batch.replies:
            try:
                await asyncio.wait_for(self._arrived.wait(), timeout=0.01)
            except TimeoutError:
                continue
