"""One MQTT connection of one device: packets in, answers out. PUBACK goes out after the COMMIT."""

import asyncio
import time
from collections.abc import Coroutine
from functools import partial
from typing import cast

import msgspec
import numpy as np

from linan.monitoring.domain.reading import BadReading, Directory, Sender, Sink
from linan.monitoring.gateways._certificates import Credentials, Turned, names_of
from linan.monitoring.gateways._commands import COMMANDS, Order
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
from linan.monitoring.gateways._raw import NOTES, text_of
from linan.monitoring.gateways._scan import scan
from linan.monitoring.gateways._spoken_for import SpokenFor
from linan.monitoring.gateways._tables import NO_KEYS, key_table
from linan.monitoring.gateways._thingsboard import attributes_answer, json_of, take_attributes, take_telemetry
from linan.monitoring.gateways._topics import (
    ATTRIBUTES,
    ATTRIBUTES_FROM,
    ATTRIBUTES_TO,
    CALL_ANSWER_TO,
    CALL_FROM,
    GATEWAY,
    GATEWAY_ATTRIBUTES,
    OWN_ATTRIBUTES,
    TELEMETRY,
    call_answer,
    news_of,
    number_in,
)

LIMIT = 65_536            # bytes of one packet, as getSessionLimits says
RECEIVE_MAXIMUM = 1_000   # unacknowledged messages of one device in MQTT 5
PATIENCE_S = 10.0         # for the CONNECT after the socket opened, and for the rest of a begun packet
RECEIVED_MQTT = RECEIVED.labels("mqtt")


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
        """End sessions that are quiet for too long or whose token was renewed; tell the others what was set."""
        while True:
            await asyncio.sleep(min(1.0, self.patience_s / 4))
            now = time.monotonic()
            for session in list(self.connections):
                session.end_if_overdue(now)
                session.follow_the_office()


class Session(asyncio.Protocol):
    """One connection of one device."""

    __slots__ = (
        "connect", "credentials", "filters", "framer", "heard_at", "key", "last_us", "pending", "replies", "replies_of",
        "sender", "server", "sink", "spoken_for", "table", "transport", "understood", "version", "waiting",
    )
    transport: asyncio.Transport

    def __init__(self, server: Server) -> None:
        self.server = server
        self.sink = server.sink
        self.framer = Framer(LIMIT)
        self.sender: Sender | None = None
        self.table = NO_KEYS
        self.connect: Connect | None = None
        self.credentials = Credentials("")
        self.key = (0, "")
        self.spoken_for: SpokenFor | None = None
        self.waiting: list[tuple[int, bytes]] = []
        self.heard_at = time.monotonic()
        self.version = 4
        self.last_us = 0
        self.understood = 0
        self.pending = 0
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
        if self.sender:
            if self.server.by_client.get(self.key) is self:
                del self.server.by_client[self.key]
            COMMANDS.leave(self.sender.device_id, self.deliver)
        if self.spoken_for:
            self.spoken_for.leave()

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
                position = self._scan(data, position, self.sender)
            found = self.framer.cut(data, position)
            if found is None:
                break
            first, body, position = found
            self.receive(first, body)

    def _scan(self, data: bytes, position: int, sender: Sender) -> int:
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
            self.reply_when_stored(acks[: found.acks].tobytes(), found.acks // 4)
        if found.messages and NOTES.wants_raw(sender.device_id):
            self._note(data, position, sender)
        return found.position

    def _note(self, data: bytes, position: int, sender: Sender) -> None:
        """Keep one message of many for whoever looks at the device."""
        found = self.framer.cut(data, position)
        if found is not None:
            payload = read_publish(found[0], found[1], self.version).payload
            NOTES.keep_raw(sender.device_id, text_of(payload))

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
            self._published(first, body, self.sender)
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
        self.credentials = Credentials(asked.token, names_of(self.transport.get_extra_info("ssl_object")))
        try:
            sender = await self.credentials.holder(self.server.directory)
        except Turned as turned:
            self._write(
                connack(asked.version, turned.reason, limit=LIMIT, receive_maximum=RECEIVE_MAXIMUM, why=turned.why)
            )
            self._close(turned.label)
            return
        given = "" if asked.client_id else f"linan-{id(self):x}"
        self.key = (sender.device_id, asked.client_id or given)
        self._take_over()
        self._write(
            connack(asked.version, Reason.SUCCESS, limit=LIMIT, receive_maximum=RECEIVE_MAXIMUM, client_id=given)
        )
        self.sender, self.table = sender, key_table(sender.channels)
        self._catch_up()

    def _take_over(self) -> None:
        older = self.server.by_client.get(self.key)
        self.server.by_client[self.key] = self
        if older is not None:
            older.refuse(Reason.TAKEN_OVER)

    def _catch_up(self) -> None:
        waiting, self.waiting = self.waiting, []
        try:
            for first, body in waiting:
                self.receive(first, body)
        except Broken as fault:
            self.refuse(fault.reason)

    def _published(self, first: int, body: bytes, sender: Sender) -> None:
        message = read_publish(first, body, self.version)
        # Two messages without a time of their own must not look like a repeat of one another.
        self.last_us = received_us = max(time.time_ns() // 1000, self.last_us + 1)
        topic, payload = message.topic, message.payload
        try:
            if topic in TELEMETRY:
                self.last_us = take_telemetry(sender, payload, received_us, self.sink)
            elif topic in ATTRIBUTES:
                take_attributes(sender, payload, received_us, self.sink)
            elif topic.startswith(CALL_ANSWER_TO):
                COMMANDS.answered(sender.device_id, number_in(topic, CALL_ANSWER_TO), payload)
            elif topic.startswith(CALL_FROM):
                number = number_in(topic, CALL_FROM)
                self.publish(f"{CALL_ANSWER_TO}{number}", call_answer(json_of(payload)))
            elif topic.startswith((ATTRIBUTES_FROM, GATEWAY)):
                self.server.spawn(self._later(topic, payload, message.packet_id, received_us, sender))
                return
            else:
                self._refuse_message(message.packet_id, Reason.NO_TOPIC)
                return
        except BadReading as refused:
            self._refuse_reading(message.packet_id, payload, refused, sender)
            return
        self._taken(message.packet_id, payload, sender)

    async def _later(self, topic: str, payload: bytes, packet_id: int, received_us: int, sender: Sender) -> None:
        """Take a message that needs an answer of the directory."""
        try:
            if topic.startswith(GATEWAY):
                if self.spoken_for is None:
                    self.spoken_for = SpokenFor(sender, self.server.directory, self.sink, self.publish)
                await self.spoken_for.take(topic, json_of(payload), received_us)
            else:
                asked = json_of(payload)
                client = await self.server.directory.client_attributes(sender.device_id)
                said = msgspec.json.encode(attributes_answer(sender, client, asked))
                self.publish(f"{ATTRIBUTES_TO}{number_in(topic, ATTRIBUTES_FROM)}", said)
        except BadReading as refused:
            self._refuse_reading(packet_id, payload, refused, sender)
            return
        self._taken(packet_id, payload, sender)

    def _taken(self, packet_id: int, payload: bytes, sender: Sender) -> None:
        self.understood += 1
        if NOTES.wants_raw(sender.device_id):
            NOTES.keep_raw(sender.device_id, text_of(payload))
        if packet_id:
            self.reply_when_stored(puback(packet_id), 1)

    def _refuse_reading(self, packet_id: int, payload: bytes, refused: BadReading, sender: Sender) -> None:
        NOTES.keep_refused(sender.device_id, text_of(payload), refused)
        self._refuse_message(packet_id, Reason.BAD_PAYLOAD)

    def _refuse_message(self, packet_id: int, reason: Reason) -> None:
        """Say in MQTT 5 that a message is not taken; in MQTT 3 only the end of the connection can say it."""
        if self.version == 5 and packet_id:
            REFUSED.labels("mqtt", reason.name).inc()
            self.reply_when_stored(puback(packet_id, reason), 1)
        else:
            self.refuse(reason)

    def publish(self, topic: str, payload: bytes) -> None:
        """Send a message to the device."""
        self._write(publish(topic, payload, self.version))

    def deliver(self, order: Order) -> None:
        """Send the device a command."""
        self.publish(f"{CALL_FROM}{order.command_id}", order.payload)

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
        self._attend()

    def _unsubscribed(self, body: bytes) -> None:
        asked = read_filters(body, self.version, with_qos=False)
        self.filters -= {name for name, _ in asked.filters}
        said = bytes([0]) + bytes(len(asked.filters)) if self.version == 5 else b""
        self._write(packet(Kind.UNSUBACK, asked.packet_id.to_bytes(2, "big") + said))
        self._attend()

    def _attend(self) -> None:
        """Be there for commands while the device listens to them."""
        assert self.sender is not None
        COMMANDS.leave(self.sender.device_id, self.deliver)
        if any(name.startswith(CALL_FROM) for name in self.filters):
            COMMANDS.attend(self.sender.device_id, self.deliver)

    def reply_when_stored(self, said: bytes, messages: int) -> None:
        """Send this after the COMMIT of everything taken until now; replies of one batch leave in one write."""
        if self.replies_of != self.sink.number:
            self.replies, self.replies_of = bytearray(), self.sink.number
            self.sink.when_stored(partial(self._reply, self.replies))
        self.replies += said
        self.pending += messages
        if self.version == 5 and self.pending > RECEIVE_MAXIMUM:
            self.refuse(Reason.TOO_MANY)

    def _reply(self, said: bytearray) -> None:
        self.pending -= len(said) // 4
        self._write(said)

    def _write(self, said: bytes | bytearray) -> None:
        if not self.transport.is_closing():
            self.transport.write(said)

    def end_if_overdue(self, now: float) -> None:
        """End the session if its device has been quiet for too long; one that had signed in is silent then."""
        quiet = now - self.heard_at
        is_stuck = (self.sender is None or self.framer.rest) and quiet > self.server.patience_s
        if is_stuck or (self.connect and self.connect.keep_alive and quiet > 1.5 * self.connect.keep_alive):
            if self.sender is not None:
                self.sink.lost(self.sender.device_id)
            self.refuse(Reason.KEEP_ALIVE)

    def follow_the_office(self) -> None:
        """End the session when what it showed opens nothing any more; tell the device what was set for it."""
        if self.sender is None:
            return
        if self.spoken_for is not None and GATEWAY_ATTRIBUTES in self.filters:
            self.spoken_for.follow_the_office()
        sender = self.credentials.still(self.server.directory)
        if sender is self.sender:
            return
        if sender is None or sender.device_id != self.sender.device_id:
            self.refuse(Reason.NOT_AUTHORISED)
            return
        news = news_of(self.sender.shared, sender.shared)
        self.sender, self.table = sender, key_table(sender.channels)
        if news and OWN_ATTRIBUTES in self.filters:
            self.publish(OWN_ATTRIBUTES, msgspec.json.encode(news))

    def refuse(self, reason: Reason) -> None:
        """End the connection; MQTT 5 says why (3.14)."""
        if self.sender is not None and self.version == 5:
            self._write(packet(Kind.DISCONNECT, bytes([reason, 0])))
        self._close(reason.name)

    def _close(self, label: str) -> None:
        REFUSED.labels("mqtt", label).inc()
        self.transport.close()
