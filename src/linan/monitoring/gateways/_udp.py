"""A UDP server for protocols that a TCP server of the same gateway speaks too: a session for each address.

Datagrams of one address are taken one after the other. What finds no room, or arrives while the intake is full, is
dropped without an answer: whoever sent it repeats it, because it was not confirmed.
"""

import asyncio
import time
from collections import deque
from collections.abc import Callable
from typing import Generic, TypeVar

from linan.monitoring.domain.reading import Sink
from linan.monitoring.gateways._counts import REFUSED
from linan.monitoring.gateways._tcp import Close, Framing, Limits, Session, Wire

N = TypeVar("N")
Address = tuple[str, int]
WAITING = 64      # datagrams of one address that are not taken yet
LOOK_AGAIN_S = 60.0


class Peer(Generic[N]):
    """One address and what it said last."""

    def __init__(self, sink: Sink, transport: asyncio.DatagramTransport, address: Address) -> None:
        self.waiting: deque[bytes] = deque()
        self.is_busy = False
        self.heard_at = time.monotonic()
        self.session: Session[N]
        self._sink = sink
        self._transport = transport
        self._address = address

    def send(self, raw: bytes) -> None:
        """Send, unless the port is closed."""
        if not self._transport.is_closing():
            self._transport.sendto(raw, self._address)

    def when_stored(self, raw: bytes) -> None:
        """Send once everything that was put until now is stored."""
        self._sink.when_stored(lambda: self.send(raw))


class Datagrams(asyncio.DatagramProtocol, Generic[N]):
    """All addresses of one gateway. name: as it is counted."""

    transport: asyncio.DatagramTransport

    def __init__(
        self, name: str, sink: Sink, *, frame: Callable[[], Framing[N]], meet: Callable[[Wire], Session[N]],
        limits: Limits,
    ) -> None:
        self.peers: dict[Address, Peer[N]] = {}
        self._name = name
        self._sink = sink
        self._frame = frame
        self._meet = meet
        self._limits = limits
        self._tasks: set[asyncio.Task[None]] = set()
        self._look_at = time.monotonic() + LOOK_AGAIN_S

    async def listen(self, port: int, host: str = "0.0.0.0") -> Close:
        """Open the port; return what closes it and forgets all addresses."""
        loop = asyncio.get_running_loop()
        self.transport, _ = await loop.create_datagram_endpoint(lambda: self, local_addr=(host, port))

        async def close() -> None:
            self.transport.close()
            for task in list(self._tasks):
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)
            for address in list(self.peers):
                self.peers.pop(address).session.close()

        return close

    def datagram_received(self, data: bytes, address: Address) -> None:
        """Take a datagram, or drop it for want of room."""
        peer = self._peer(address)
        if peer is None or self._sink.is_full or len(peer.waiting) >= WAITING:
            REFUSED.labels(self._name, "too_many").inc()
            return
        peer.heard_at = time.monotonic()
        peer.waiting.append(data)
        if not peer.is_busy:
            peer.is_busy = True
            task = asyncio.get_running_loop().create_task(self._take_all(peer))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    def _peer(self, address: Address) -> Peer[N] | None:
        known = self.peers.get(address)
        if known is not None:
            return known
        if len(self.peers) >= self._limits.connections or time.monotonic() >= self._look_at:
            self._forget_the_idle()
        if len(self.peers) >= self._limits.connections:
            return None
        peer: Peer[N] = Peer(self._sink, self.transport, address)
        peer.session = self._meet(peer)
        self.peers[address] = peer
        return peer

    def _forget_the_idle(self) -> None:
        now = time.monotonic()
        self._look_at = now + LOOK_AGAIN_S
        for address, peer in list(self.peers.items()):
            if not peer.is_busy and now - peer.heard_at > self._limits.idle_s:
                self.peers.pop(address).session.close()

    async def _take_all(self, peer: Peer[N]) -> None:
        try:
            while peer.waiting:
                await self._take(peer, peer.waiting.popleft())
        finally:
            peer.is_busy = False

    async def _take(self, peer: Peer[N], data: bytes) -> None:
        framer = self._frame()
        for message in framer.feed(data):
            await peer.session.take(message)
        if framer.is_amid:
            REFUSED.labels(self._name, "cut").inc()
