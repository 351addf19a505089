"""Group commit: everything that arrives while one batch is written goes into the next."""

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field
from typing import Any

from linan.monitoring.domain.reading import Columns, Reply

PATIENCE_S = 0.01  # of messages whose sender waits for no answer
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
    """The Sink of the gateways. write: stores a batch and does not return before COMMIT; it runs in that thread.

    The thread is never kept waiting by the loop: whoever brings the next message after a COMMIT hands the batch over, and
    the replies of the one before go out while it is written.
    """

    def __init__(self, write: Callable[[Batch], None], thread: Executor) -> None:
        self.number = 0
        self._write, self._thread = write, thread
        self._loop = asyncio.get_running_loop()
        self._batch, self._spare = Batch(), [Batch()]
        self._is_writing = False
        self._failed: asyncio.Future[None] = self._loop.create_future()

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
        if not self._is_writing:
            self._hand_over()

    async def run(self) -> None:
        """Hand over what nobody waits for (QoS 0), and raise what the thread cannot go on from."""
        while not self._failed.done():
            if not self._is_writing and not self._batch.is_empty:
                self._hand_over()
            await asyncio.wait([self._failed], timeout=PATIENCE_S)
        self._failed.result()

    def _hand_over(self) -> None:
        batch, self._batch = self._batch, self._spare.pop() if self._spare else Batch()
        self.number += 1
        self._is_writing = True
        self._thread.submit(self._store, batch)

    def _store(self, batch: Batch) -> None:
        """Write, in the thread of the store."""
        try:
            if not batch.is_empty:
                self._write(batch)
        except BaseException as fault:
            self._loop.call_soon_threadsafe(self._fail, fault)
            return
        self._is_writing = False
        self._loop.call_soon_threadsafe(self._stored, batch)

    def _stored(self, batch: Batch) -> None:
        if not self._is_writing and self._batch.replies:
            self._hand_over()
        for reply in batch.replies:
            reply()
        batch.clear()
        self._spare.append(batch)

    def _fail(self, fault: BaseException) -> None:
        if not self._failed.done():
            self._failed.set_exception(fault)
