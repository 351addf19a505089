"""Clients to brokers that others run: a session that lasts, QoS 1, and the acknowledgement after the COMMIT.

What was published while Lin'an was away waits at the broker and comes when it is back. Whatever cannot be read, or
is of a device that nobody installed, is noted and acknowledged: it must not stop what comes behind it.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Protocol, cast

import structlog
from paho.mqtt import client as mqtt
from paho.mqtt.enums import CallbackAPIVersion
from paho.mqtt.reasoncodes import ReasonCode

from linan.ground.crypto.keys import KeysUnusable
from linan.ground.crypto.sealing import SealBroken
from linan.ground.plugins import load_folder
from linan.ground.refusals import Refused
from linan.ground.text import noop, say
from linan.monitoring.actions.sources import token_of
from linan.monitoring.domain.reading import Directory, Sink
from linan.monitoring.domain.sources._posts import Heard
from linan.monitoring.gateways._counts import CONNECTIONS, RECEIVED, REFUSED
from linan.monitoring.gateways._heard import Understood, understand
from linan.monitoring.gateways._raw import NOTES, text_of
from linan.monitoring.intake.directory import Book, Platform

log = structlog.get_logger()
LOOK_S = 1.0
KEEP_ALIVE_S = 30
TLS_PORT = 8883
LONGEST = 1_000_000  # bytes of one message
MOST_WAITING = 10_000  # messages of QoS 0 that wait; of QoS 1 the broker sends only so many before they are acknowledged
FULL_S = 0.01
Close = Callable[[], Awaitable[None]]


class Brokers(Directory, Protocol):
    """A directory that knows the brokers."""

    book: Book


class Reader(Protocol):
    """One dialect on one broker."""

    wanted: frozenset[str]

    def read(self, topic: str, payload: bytes, *, is_retained: bool) -> list[Heard] | None:
        """Return what a message says, None where the topic is of another dialect."""


class TooLong(Refused):
    """A message that nobody reads to its end."""

    code = "too_large"
    msgid = noop("The message is too long. Send at most %(limit)d bytes at once.")


@dataclass(frozen=True, slots=True)
class Message:
    """A message with what its acknowledgement needs."""

    topic: str
    payload: bytes
    is_retained: bool
    mid: int
    qos: int


class Line:
    """The connection to one broker."""

    def __init__(self, platform: Platform, name: str, directory: Directory, sink: Sink) -> None:
        self.platform = platform
        self.is_connected = False
        self._directory = directory
        self._sink = sink
        self._loop = asyncio.get_running_loop()
        self._arrived: asyncio.Queue[Message] = asyncio.Queue()
        self._dialects = load_folder("linan.monitoring.domain.brokers")
        self._readers: list[Reader] = [cast(Reader, one.Reader()) for one in self._dialects.values()]
        self._subscribed: set[str] = set()
        self._last_us = 0
        self._client = self._made(name)
        self._reading = self._loop.create_task(self._read())

    def _made(self, name: str) -> mqtt.Client:
        client = mqtt.Client(
            CallbackAPIVersion.VERSION2, client_id=name, clean_session=False, protocol=mqtt.MQTTv311, manual_ack=True
        )
        platform = self.platform
        if platform.username:
            client.username_pw_set(platform.username, token_of(platform.source_id, platform.sealed_token))
        if platform.port == TLS_PORT:
            client.tls_set()
        client.reconnect_delay_set(1, 30)
        client.on_connect, client.on_disconnect = self._on_connect, self._on_disconnect
        client.on_connect_fail, client.on_message = self._on_connect_fail, self._on_message
        client.connect_async(platform.host, platform.port, KEEP_ALIVE_S)
        client.loop_start()
        return client

    async def close(self) -> None:
        """Hang up; the session stays at the broker."""
        self._reading.cancel()
        self._client.disconnect()
        await asyncio.to_thread(self._client.loop_stop)

    # Callbacks of paho run in its own thread.
    def _on_connect(self, client: mqtt.Client, userdata: Any, flags: Any, code: ReasonCode, properties: Any) -> None:
        self._loop.call_soon_threadsafe(self._connected, None if code == 0 else str(code))

    def _on_disconnect(self, client: mqtt.Client, userdata: Any, flags: Any, code: ReasonCode, properties: Any) -> None:
        self._loop.call_soon_threadsafe(self._connected, str(code))

    def _on_connect_fail(self, client: mqtt.Client, userdata: Any) -> None:
        self._loop.call_soon_threadsafe(self._connected, "connection refused")

    def _on_message(self, client: mqtt.Client, userdata: Any, one: mqtt.MQTTMessage) -> None:
        message = Message(one.topic, one.payload, one.retain, one.mid, one.qos)
        self._loop.call_soon_threadsafe(self._keep, message)

    def _keep(self, message: Message) -> None:
        if message.qos or self._arrived.qsize() < MOST_WAITING:
            self._arrived.put_nowait(message)
        else:
            REFUSED.labels("broker", "too_fast").inc()

    def _connected(self, problem: str | None) -> None:
        self.is_connected = problem is None
        fault = None if problem is None else say(
            noop("The broker cannot be reached: %(problem)s. Check host, port, user name and password."), problem=problem
        )
        NOTES.connection(self.platform.source_id, fault)
        if problem is None:
            self._subscribed = set()
            self._subscribe({topic for one in self._dialects.values() for topic in one.TOPICS})

    def _subscribe(self, topics: set[str]) -> None:
        new = topics - self._subscribed
        if new:
            self._client.subscribe([(topic, 1) for topic in sorted(new)])
            self._subscribed |= new

    async def _read(self) -> None:
        while True:
            message = await self._arrived.get()
            while self._sink.is_full:
                await asyncio.sleep(FULL_S)
            try:
                await self._take(message)
            except Refused as refused:
                REFUSED.labels("broker", refused.code).inc()
                NOTES.keep_of_source(self.platform.source_id, _shown(message), refused)
            except Exception:
                log.exception("broker_message_not_read", source=self.platform.source_id)
                REFUSED.labels("broker", "fault").inc()
            self._sink.when_stored(lambda mid=message.mid, qos=message.qos: self._client.ack(mid, qos))

    async def _take(self, message: Message) -> None:
        if len(message.payload) > LONGEST:
            raise TooLong(limit=LONGEST)
        heard = self._heard(message)
        if not heard:
            return
        for row in (await self._understood(heard, _shown(message))).rows:
            self._sink.put(*row)
        NOTES.keep_of_source(self.platform.source_id, _shown(message))
        RECEIVED.labels("broker").inc()

    def _heard(self, message: Message) -> list[Heard]:
        for reader in self._readers:
            heard = reader.read(message.topic, message.payload, is_retained=message.is_retained)
            if heard is not None:
                self._subscribe(set(reader.wanted))
                return heard
        return []

    async def _understood(self, heard: list[Heard], text: str) -> Understood:
        received_us = max(time.time_ns() // 1000, self._last_us + 1)
        self._last_us = received_us + len(heard)
        return await understand(
            heard, kind=self.platform.address_kind, org_id=self.platform.org_id, text=text, received_us=received_us,
            directory=self._directory,
        )


class Switchboard:
    """A line to every broker that is in use."""

    def __init__(self, directory: Brokers, sink: Sink) -> None:
        self._directory = directory
        self._sink = sink
        self._lines: dict[str, Line] = {}

    async def run(self) -> None:
        """Open and close lines as the office has it, for ever."""
        while True:
            try:
                await self._keep_up()
            except Exception:
                log.exception("brokers_not_kept_up")
            CONNECTIONS.labels("broker").set(sum(one.is_connected for one in self._lines.values()))
            await asyncio.sleep(LOOK_S)

    async def close(self) -> None:
        """Close every line."""
        for line in self._lines.values():
            await line.close()

    async def _keep_up(self) -> None:
        wanted = {key: one for key, one in self._directory.book.by_secret.items() if one.kind == "broker"}
        for key, line in list(self._lines.items()):
            if wanted.get(key) != line.platform:
                del self._lines[key]
                await line.close()
        for key, platform in wanted.items():
            if key not in self._lines:
                # The name belongs to this source of this installation: a second one would end the first one's session.
                name = f"linan-{platform.source_id}-{key[:8]}"
                self._open(key, platform, name)

    def _open(self, key: str, platform: Platform, name: str) -> None:
        try:
            self._lines[key] = Line(platform, name, self._directory, self._sink)
        except (SealBroken, KeysUnusable):
            NOTES.connection(platform.source_id, say(noop("Its password cannot be read with the keys of this installation. Enter it again.")))


def _shown(message: Message) -> str:
    return f"{message.topic} {text_of(message.payload)}"


async def open_gateway(directory: Brokers, sink: Sink) -> Close:
    """Connect to the brokers in use; return what closes them."""
    switchboard = Switchboard(directory, sink)
    running = asyncio.get_running_loop().create_task(switchboard.run())

    async def close() -> None:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await switchboard.close()

    return close
