"""What a gateway meets in its tests: a directory, a sink, and a thread in which it listens."""

import asyncio
import socket
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from threading import Event, Thread

from linan.monitoring.domain.reading import Channel, Columns, Directory, Reply, Sender, Sink

Listen = Callable[[Directory, Sink, int], Awaitable[Callable[[], Awaitable[None]]]]


def a_sender(device_id: int, *keys: str, **options: object) -> Sender:
    """Return a device whose series are numbered from ten times its own number on."""
    channels = {key: Channel(device_id * 10 + place, {}) for place, key in enumerate(keys)}
    return Sender(device_id=device_id, org_id=1, name="", channels=channels, options=options)


@dataclass
class Known:
    """A directory of addresses; strangers: (kind, address) in the order in which they were listed."""

    senders: dict[tuple[str, str], Sender] = field(default_factory=dict)
    strangers: list[tuple[str, str]] = field(default_factory=list)

    async def by_token(self, token: str) -> Sender | None:
        return None

    async def by_name(self, gateway: Sender, name: str) -> Sender | None:
        return None

    def still_named(self, gateway: Sender, name: str) -> Sender | None:
        return None

    async def by_address(self, kind: str, address: str) -> Sender | None:
        return self.senders.get((kind, address))

    def still_at(self, kind: str, address: str) -> Sender | None:
        return self.senders.get((kind, address))

    def quarantine(self, kind: str, address: str, raw: str) -> None:
        self.strangers.append((kind, address))


class Store:
    """A sink that stores when it is allowed to; rows: (series, µs, value)."""

    number = 0
    is_full = False

    def __init__(self) -> None:
        self.columns = Columns()
        self.rows: list[tuple[int, int, float]] = []
        self.holds = False
        self._waiting: list[Reply] = []

    @property
    def values(self) -> list[tuple[int, float]]:
        return [(series, value) for series, _, value in self.rows]

    def put(self, series_id: int, at_us: int, value: float) -> None:
        self.rows.append((series_id, at_us, value))

    def when_stored(self, reply: Reply) -> None:
        self._waiting.append(reply)
        if not self.holds:
            asyncio.get_running_loop().call_soon(self.commit)

    def commit(self) -> None:
        """Let everything that waits be stored."""
        waiting, self._waiting = self._waiting, []
        for reply in waiting:
            reply()


class Door:
    """A gateway that listens in its own thread."""

    def __init__(
        self, listen: Listen, *, new_loop: Callable[[], asyncio.AbstractEventLoop] = asyncio.new_event_loop
    ) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self.directory, self.sink = Known(), Store()
        self._listen = listen
        self._ready = Event()
        self._loop = new_loop()
        self._thread = Thread(target=lambda: self._loop.run_until_complete(self._run()), daemon=True)

    async def _run(self) -> None:
        self._stop = asyncio.Event()
        close = await self._listen(self.directory, self.sink, self.port)
        self._ready.set()
        await self._stop.wait()
        await close()

    def open(self) -> "Door":
        self._thread.start()
        assert self._ready.wait(5)
        return self

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(5)

    def call(self, work: Callable[[], object]) -> None:
        """Run something on the gateway's loop."""
        done = Event()
        self._loop.call_soon_threadsafe(lambda: (work(), done.set()))
        assert done.wait(5)

    def socket(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=5)


def heard(peer: socket.socket, size: int) -> bytes:
    """Return so many bytes, fewer when the other end closes."""
    got = b""
    while len(got) < size and (piece := peer.recv(size - len(got))):
        got += piece
    return got


def is_silent(peer: socket.socket, seconds: float = 0.2) -> bool:
    """Return whether nothing comes for so long."""
    peer.settimeout(seconds)
    try:
        peer.recv(1)
        return False
    except TimeoutError:
        return True
    finally:
        peer.settimeout(5)
