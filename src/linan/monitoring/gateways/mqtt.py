"""MQTT 3.1, 3.1.1 and 5 for devices that speak ThingsBoard's topics: a way in, not a broker.

The access token is the user name. PUBACK goes out after the COMMIT of what was published.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine
from functools import partial
from typing import cast

import numpy as np
from django.conf import settings

from linan.monitoring.domain.reading import BadReading, Directory, Sender, Sink
from linan.monitoring.gateways._counts import RECEIVED, REFUSED, UNKNOWN_KEYS
from linan.monitoring.gateways._packets import (
    Broken,
    Connect,
    Framer,
    Kind,
    Reason,
    connack,
    packet,
    puback,
    publish,
    read_connect,
    read_filters,
    read_publish,
)
from linan.monitoring.gateways._scan import scan, warm_up
from linan.monitoring.gateways._tables import NO_KEYS, key_table
from linan.monitoring.gateways._thingsboard import take_telemetry
from linan.monitoring.gateways._topics import TELEMETRY, Answer, answer_to, take_for_others

LIMIT = 65_536            # bytes of one packet, as getSessionLimits says
RECEIVE_MAXIMUM = 1_000   # unacknowledged messages of one device
PATIENCE_S = 10.0         # for the CONNECT after the socket opened, and for the rest of a begun packet
Close = Callable[[], Awaitable[None]]


class Server:
    """The sessions that are open."""

    def __init__(self, directory: Directory, sink: Sink, *, patience_s: float = PATIENCE_S) -> None:
        self.directory = directory
        self.sink = sink
        self.patience_s = patience_s
        self.connections: set[Session] = set()
        self.by_client: dict[tuple[int, str], Session] = {}
        self.tasks: set[asyncio.Task[None]] = set()
        self.acks = np.empty(1 << 16, np.uint8)

    def spawn(self, work: Coroutine[object, object, None]) -> None:
        """Run something that has to wait, and keep it alive meanwhile."""
        task = asyncio.get_running_loop().create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def watch(self) -> None:
        """End sessions that have said nothing for one and a half times their keep-alive."""
        while True:
            await asyncio.sleep(min(1.0, self.patience_s / 4))
            now = time.monotonic()
            for session in list(self.connections):
                session.end_if_overdue(now)


class Session(asyncio.Protocol):
    """One connection of one device."""

    __slots__ = (
        "connect", "filters", "framer", "heard_at", "last_us", "replies", "replies_of", "sender", "server", "sink",
        "table", "transport", "understood", "version", "waiting",
    )
    transport: asyncio.Transport

    def __init__(self, server: Server) -> None:
        self.server = server
        self.sink = server.sink
        self.framer = Framer(LIMIT)
        self.sender: Sender | None = None
        self.table = NO_KEYS
        self.connect: Connect | None = None
        self.waiting: list[tuple[int, bytes]] = []
        self.heard_at = time.monotonic()
        self.version = 4
        self.last_us = 0
        self.understood = 0
        self.filters: set[str] = set()
        self.replies = bytearray()
        self.replies_of = -1

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        # uvloop's transports are no subclasses of asyncio's, though they do all that those do.
        self.transport = cast(asyncio.Transport, transport)
        self.server.connections.add(self)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the session."""
        self.server.connections.discard(self)
        if self.sender and self.connect:
            key = (self.sender.device_id, self.connect.client_id)
            if self.server.by_client.get(key) is self:
                del self.server.by_client[key]

    def data_received(self, data: bytes) -> None:
        """Take whatever piece of the stream arrived."""
        self.heard_at = time.monotonic()
        try:
            self._take(self.framer.joined(data))
        except Broken as fault:
            self.refuse(fault.reason)
        if self.understood:
            RECEIVED_MQTT.inc(self.understood)
            self.understood = 0
        if self.sink.is_full and not self.transport.is_closing():
            self.transport.pause_reading()
            self.sink.when_stored(self.resume)

    def _take(self, data: bytes) -> None:
        """Take every whole packet, the common ones many at once, and keep the rest. Raises: Broken."""
        position = 0
        while not self.transport.is_closing():
            if self.sender is not None:
                position = self._scan(data, position)
            found = self.framer.cut(data, position)
            if found is None:
                break
            first, body, position = found
            self.receive(first, body)

    def _scan(self, data: bytes, position: int) -> int:
        """Take the common packets that follow one another from here; return where the first other one stands."""
        columns, acks = self.sink.columns, self.server.acks
        columns.make_room((len(data) - position) // 6 + 1)
        found = scan(
            np.frombuffer(data, np.uint8), position, self.table, columns, acks, limit=LIMIT,
            is_v5=self.version == 5, received_us=time.time_ns() // 1000, last_us=self.last_us,
        )
        columns.count, self.last_us = found.rows, found.last_us
        self.understood += found.messages
        UNKNOWN_KEYS.count += found.unknown
        if found.acks:
            self.reply_when_stored(acks[: found.acks].tobytes())
        return found.position

    def resume(self) -> None:
        """Read on after the backlog has been stored."""
        if not self.transport.is_closing():
            self.transport.resume_reading()

    def receive(self, first: int, body: bytes) -> None:
        """Take one packet. Raises: Broken."""
        kind = first >> 4
        if self.connect is None:
            self._open(kind, body)
        elif self.sender is None:
            self.waiting.append((first, body))
        elif kind == Kind.PUBLISH:
            self._published(first, body)
        else:
            self._other(kind, first & 15, body)

    def _open(self, kind: int, body: bytes) -> None:
        if kind != Kind.CONNECT:
            raise Broken(Reason.PROTOCOL_ERROR)
        try:
            self.connect = read_connect(body)
            self.version = self.connect.version
        except Broken as fault:
            if fault.reason == Reason.BAD_VERSION:
                self._write(connack(4, fault.reason, limit=LIMIT, receive_maximum=RECEIVE_MAXIMUM))
            raise
        self.server.spawn(self._admit(self.connect))

    async def _admit(self, asked: Connect) -> None:
        sender = await self.server.directory.by_token(asked.token) if asked.token else None
        if sender is None:
            reason = Reason.BAD_TOKEN if asked.token else Reason.NOT_AUTHORISED
            self._write(connack(asked.version, reason, limit=LIMIT, receive_maximum=RECEIVE_MAXIMUM))
            self._close(reason)
            return
        given = "" if asked.client_id else f"linan-{id(self):x}"
        self._take_over((sender.device_id, asked.client_id or given))
        self._write(
            connack(asked.version, Reason.SUCCESS, limit=LIMIT, receive_maximum=RECEIVE_MAXIMUM, client_id=given)
        )
        self.sender, self.table = sender, key_table(sender.channels)
        self._catch_up()

    def _take_over(self, key: tuple[int, str]) -> None:
        older = self.server.by_client.get(key)
        self.server.by_client[key] = self
        if older is not None:
            older.refuse(Reason.TAKEN_OVER)

    def _catch_up(self) -> None:
        waiting, self.waiting = self.waiting, []
        try:
            for first, body in waiting:
                self.receive(first, body)
        except Broken as fault:
            self.refuse(fault.reason)

    def _published(self, first: int, body: bytes) -> None:
        message = read_publish(first, body, self.version)
        assert self.sender is not None
        # Two messages without a time of their own must not look like a repeat of one another.
        self.last_us = received_us = max(time.time_ns() // 1000, self.last_us + 1)
        try:
            if message.topic in TELEMETRY:
                self.last_us = take_telemetry(self.sender, message.payload, received_us, self.sink)
            else:
                self._beyond_telemetry(message.topic, message.payload, message.packet_id, received_us)
                return
        except BadReading:
            self._refuse_message(message.packet_id, Reason.BAD_PAYLOAD)
            return
        self.understood += 1
        if message.packet_id:
            self.reply_when_stored(puback(message.packet_id))

    def _beyond_telemetry(self, topic: str, payload: bytes, packet_id: int, received_us: int) -> None:
        if topic.startswith("v1/gateway/"):
            self.server.spawn(self._for_others(topic, payload, packet_id, received_us))
            return
        answer = answer_to(topic, payload)
        if answer is None:
            self._refuse_message(packet_id, Reason.NO_TOPIC)
            return
        self._answer(answer)
        if packet_id:
            self.reply_when_stored(puback(packet_id))

    def _answer(self, answer: Answer) -> None:
        if answer.topic:
            self._write(publish(answer.topic, answer.payload, self.version))

    async def _for_others(self, topic: str, payload: bytes, packet_id: int, received_us: int) -> None:
        assert self.sender is not None
        try:
            await take_for_others(self.sender, topic, payload, received_us, self.server.directory, self.sink)
        except BadReading:
            self._refuse_message(packet_id, Reason.BAD_PAYLOAD)
            return
        if packet_id:
            self.reply_when_stored(puback(packet_id))

    def _refuse_message(self, packet_id: int, reason: Reason) -> None:
        """Say in MQTT 5 that a message is not taken; in MQTT 3 only the end of the connection can say it."""
        if self.version == 5 and packet_id:
            REFUSED.labels("mqtt", reason.name).inc()
            self.reply_when_stored(puback(packet_id, reason))
        else:
            self.refuse(reason)

    def _other(self, kind: int, flags: int, body: bytes) -> None:
        if kind == Kind.PINGREQ:
            self._write(packet(Kind.PINGRESP, b""))
        elif kind == Kind.SUBSCRIBE and flags == 2:
            self._subscribed(body)
        elif kind == Kind.UNSUBSCRIBE and flags == 2:
            self._unsubscribed(body)
        elif kind == Kind.DISCONNECT:
            self.transport.close()
        elif kind != Kind.PUBACK:
            raise Broken(Reason.PROTOCOL_ERROR)

    def _subscribed(self, body: bytes) -> None:
        asked = read_filters(body, self.version, with_qos=True)
        self.filters |= {name for name, _ in asked.filters}
        granted = bytes(min(qos, 1) for _, qos in asked.filters)
        head = asked.packet_id.to_bytes(2, "big") + (b"\0" if self.version == 5 else b"")
        self._write(packet(Kind.SUBACK, head + granted))

    def _unsubscribed(self, body: bytes) -> None:
        asked = read_filters(body, self.version, with_qos=False)
        self.filters -= {name for name, _ in asked.filters}
        said = bytes([0]) + bytes(len(asked.filters)) if self.version == 5 else b""
        self._write(packet(Kind.UNSUBACK, asked.packet_id.to_bytes(2, "big") + said))

    def reply_when_stored(self, said: bytes) -> None:
        """Send this after the COMMIT of everything taken until now; replies of one batch leave in one write."""
        if self.replies_of != self.sink.number:
            self.replies, self.replies_of = bytearray(), self.sink.number
            self.sink.when_stored(partial(self._write, self.replies))
        self.replies += said

    def _write(self, said: bytes | bytearray) -> None:
        if not self.transport.is_closing():
            self.transport.write(said)

    def end_if_overdue(self, now: float) -> None:
        """End the session if its device has been quiet for too long."""
        quiet = now - self.heard_at
        if ((self.sender is None or self.framer.rest) and quiet > self.server.patience_s) or (self.connect and self.connect.keep_alive and quiet > 1.5 * self.connect.keep_alive):
            self.refuse(Reason.KEEP_ALIVE)

    def refuse(self, reason: Reason) -> None:
        """End the connection; MQTT 5 says why (3.14)."""
        if self.sender is not None and self.version == 5:
            self._write(packet(Kind.DISCONNECT, bytes([reason, 0])))
        self._close(reason)

    def _close(self, reason: Reason) -> None:
        REFUSED.labels("mqtt", reason.name).inc()
        self.transport.close()


RECEIVED_MQTT = RECEIVED.labels("mqtt")


async def open_gateway(directory: Directory, sink: Sink) -> Close:
    """Listen on the MQTT port; return what closes it."""
    return await listen(directory, sink, port=settings.MQTT_PORT)


async def listen(directory: Directory, sink: Sink, *, port: int, patience_s: float = PATIENCE_S) -> Close:
    """Listen on a port; return what closes it and every session."""
    warm_up()
    server = Server(directory, sink, patience_s=patience_s)
    loop = asyncio.get_running_loop()
    listening = await loop.create_server(lambda: Session(server), "0.0.0.0", port, backlog=1024)
    server.spawn(server.watch())

    async def close() -> None:
        listening.close()
        for task in list(server.tasks):
            task.cancel()
        for session in list(server.connections):
            session.transport.close()
        await listening.wait_closed()

    return close
