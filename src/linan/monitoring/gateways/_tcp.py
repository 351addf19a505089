"""A TCP server for protocols whose messages are framed in a stream: patience, limits, order, and closing.

One connection is one task: its messages are taken one after the other, and an answer is written only when the Sink
calls back. What a stranger can make grow is bounded: connections, bytes of a message begun (by its framer), the time a
begun message may take, idle time, and broken messages in a row.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from linan.monitoring.domain.reading import Sink
from linan.monitoring.gateways._counts import CONNECTIONS, REFUSED

M = TypeVar("M", contravariant=True)
N = TypeVar("N")
F = TypeVar("F", covariant=True)
Close = Callable[[], Awaitable[None]]
PIECE = 16_384  # bytes read at once


@dataclass(frozen=True, slots=True)
class Limits:
    """How much patience a server has. amid_s: for the rest of a begun message; idle_s: between messages."""

    amid_s: float = 10.0
    idle_s: float = 1_800.0
    broken: int = 20
    connections: int = 5_000


async def nothing() -> None:
    """Close a gateway that is not open."""


class Framing(Protocol[F]):
    """What finds messages in a stream; bounded in memory by itself."""

    @property
    def is_amid(self) -> bool:
        """Whether a message has begun and not ended."""

    def feed(self, piece: bytes) -> Iterable[F]:
        """Return what became whole with this piece."""


class Wire(Protocol):
    """What a session may do with whom it speaks to."""

    def send(self, raw: bytes) -> None:
        """Send, unless the other end is gone."""

    def when_stored(self, raw: bytes) -> None:
        """Send once everything that was put until now is stored."""


class Line:
    """One connection: what a session may do with it."""

    def __init__(self, sink: Sink, writer: asyncio.StreamWriter) -> None:
        self._sink = sink
        self._writer = writer

    def send(self, raw: bytes) -> None:
        """Send, unless the other end is gone."""
        if not self._writer.is_closing():
            self._writer.write(raw)

    def when_stored(self, raw: bytes) -> None:
        """Send once everything that was put until now is stored."""
        self._sink.when_stored(lambda: self.send(raw))

    async def room(self) -> None:
        """Wait until the intake can take more, and the other end has read what it was sent."""
        while self._sink.is_full:
            stored = asyncio.Event()
            self._sink.when_stored(stored.set)
            await stored.wait()
        await self._writer.drain()


class Session(Protocol[M]):
    """What becomes of the messages of one connection."""

    async def take(self, message: M) -> bool:
        """Take a message; return False when it was broken."""

    def close(self) -> None:
        """Forget the connection."""


class Server(Generic[N]):
    """All connections of one gateway. name: as it is counted."""

    def __init__(
        self, name: str, sink: Sink, *, frame: Callable[[], Framing[N]], meet: Callable[[Wire], Session[N]],
        limits: Limits,
    ) -> None:
        self.name = name
        self.connections = 0
        self._sink = sink
        self._frame = frame
        self._meet = meet
        self._limits = limits
        self._tasks: set[asyncio.Task[None]] = set()

    async def listen(self, port: int, host: str = "0.0.0.0") -> Close:
        """Open the port; return what closes it and all connections."""
        server = await asyncio.start_server(self._connected, host, port, limit=PIECE)

        async def close() -> None:
            server.close()
            for task in list(self._tasks):
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)

        return close

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is None or self.connections >= self._limits.connections:
            self._refuse("too_many", writer)
            return
        self._tasks.add(task)
        self._count(+1)
        try:
            await self._serve(reader, writer)
        except (ConnectionError, asyncio.CancelledError):
            writer.close()
        finally:
            self._count(-1)
            self._tasks.discard(task)

    def _count(self, more: int) -> None:
        self.connections += more
        CONNECTIONS.labels(self.name).set(self.connections)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        line = Line(self._sink, writer)
        session = self._meet(line)
        try:
            reason = await self._converse(reader, line, session)
        finally:
            session.close()
        if reason:
            REFUSED.labels(self.name, reason).inc()
        writer.close()

    async def _converse(self, reader: asyncio.StreamReader, line: Line, session: Session[N]) -> str:
        """Take messages until the connection ends; return why it must be closed, empty when the device left."""
        framer, broken, begun = self._frame(), 0, time.monotonic()
        while True:
            patience = self._patience(framer, begun)
            try:
                piece = await asyncio.wait_for(reader.read(PIECE), max(patience, 0.0))
            except TimeoutError:
                return "stalled" if framer.is_amid else "idle"
            if not piece:
                return "cut" if framer.is_amid else ""
            was_amid = framer.is_amid
            taken = 0
            for message in framer.feed(piece):
                broken = 0 if await session.take(message) else broken + 1
                taken += 1
                if broken >= self._limits.broken:
                    return "garbage"
            if taken or not was_amid:
                begun = time.monotonic()
            await line.room()

    def _patience(self, framer: Framing[N], begun: float) -> float:
        if not framer.is_amid:
            return self._limits.idle_s
        return begun + self._limits.amid_s - time.monotonic()

    def _refuse(self, reason: str, writer: asyncio.StreamWriter) -> None:
        REFUSED.labels(self.name, reason).inc()
        writer.close()
