"""Group commit: everything that arrives while one batch is written goes into the next."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from linan.monitoring.domain.reading import Columns, Reply

FULL = 100_000  # readings that wait; beyond this the gateways stop reading their sockets


@dataclass(slots=True)
class Batch:
    """Readings in order of arrival, and the replies that wait for their COMMIT.

    attributes: by device, what it says of itself; lost: devices that ended without a word.
    """

    columns: Columns = field(default_factory=Columns)
    attributes: dict[int, dict[str, Any]] = field(default_factory=dict)
    lost: set[int] = field(default_factory=set)
    replies: list[Reply] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether nothing has to be written."""
        return not (self.columns.count or self.attributes or self.lost)

    def clear(self) -> None:
        """Begin again, with the room that there is."""
        self.columns.count = 0
        self.attributes.clear()
        self.lost.clear()
        self.replies.clear()


class GroupCommit:
    """The Sink of the gateways. write: stores a batch, in another thread, and does not return before COMMIT."""

    def __init__(self, write: Callable[[Batch], asyncio.Future[None]]) -> None:
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

    def put_attributes(self, device_id: int, said: Mapping[str, Any]) -> None:
        """Take what a device says of itself."""
        self._batch.attributes.setdefault(device_id, {}).update(said)

    def lost(self, device_id: int) -> None:
        """Note that a device ended without a word."""
        self._batch.lost.add(device_id)

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
            if not batch.is_empty:
                await self._write(batch)
            for reply in batch.replies:
                reply()
            batch.clear()
            self._spare = batch

    async def _more(self) -> None:
        """Wait for a message that wants a reply, or a moment for those that do not (QoS 0)."""
        while self._batch.is_empty and not self._batch.replies:
            try:
                await asyncio.wait_for(self._arrived.wait(), timeout=0.01)
            except TimeoutError:
                continue
