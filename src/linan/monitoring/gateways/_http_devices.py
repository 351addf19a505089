"""ThingsBoard's HTTP device API under /api/v1/{token}: telemetry, attributes and calls both ways."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from hashlib import sha256
from typing import Any, TypeVar

from aiohttp import web

from linan.ground.refusals import Refused
from linan.ground.text import noop
from linan.monitoring.domain.reading import BadReading, Directory, Sender, Sink
from linan.monitoring.gateways._commands import COMMANDS, Order
from linan.monitoring.gateways._counts import RECEIVED
from linan.monitoring.gateways._raw import NOTES, text_of
from linan.monitoring.gateways._thingsboard import attributes_answer, json_of, take_attributes, take_telemetry
from linan.monitoring.gateways._topics import call_answer

LONGEST_S = 60.0     # for which a device may wait for a command or a change
USUAL_S = 20.0
LOOK_S = 0.2
T = TypeVar("T")
Take = Callable[[Sender, bytes, int], int]


class UnknownToken(Refused):
    """No device has this access token."""

    code = "unknown_token"
    status = 401
    msgid = noop("No device has this token. Copy it from the device's page, or have it renewed there.")


class NothingToDo(Refused):
    """Nothing came while the device waited."""

    code = "nothing_to_do"
    status = 408
    msgid = noop("There is no command for this device. Ask again.")


class NotByDevices(Refused):
    """What ThingsBoard lets devices do and Lin'an leaves to people."""

    code = "not_by_devices"
    status = 403
    msgid = noop("Devices are installed by people here: ask the integrator.")


class Door:
    """The paths of a device that signs in with its token."""

    def __init__(self, directory: Directory, sink: Sink) -> None:
        self.directory = directory
        self.sink = sink
        self.last_us = 0

    async def telemetry(self, request: web.Request) -> web.Response:
        """Take readings; 200 means stored."""
        return await self._taken(request, lambda sender, body, at: take_telemetry(sender, body, at, self.sink))

    async def attributes(self, request: web.Request) -> web.Response:
        """Take what a device says of itself; 200 means stored."""

        def take(sender: Sender, body: bytes, received_us: int) -> int:
            take_attributes(sender, body, received_us, self.sink)
            return received_us

        return await self._taken(request, take)

    async def known_attributes(self, request: web.Request) -> web.Response:
        """Tell a device what is known of it, ?clientKeys=a,b&sharedKeys=c."""
        sender = await self._sender(request, b"")
        client = await self.directory.client_attributes(sender.device_id)
        return web.json_response(attributes_answer(sender, client, dict(request.query)))

    async def changed_attributes(self, request: web.Request) -> web.Response:
        """Wait until the office changes what it tells the device; 408 when it did not."""
        before = (await self._sender(request, b"")).shared
        changed = await _within(_patience_s(request), self._changed(request.match_info["token"], before))
        return web.json_response(changed)

    async def command(self, request: web.Request) -> web.Response:
        """Wait for a command, ?timeout= milliseconds; 408 when none came."""
        sender = await self._sender(request, b"")
        order = await _next_order(sender.device_id, _patience_s(request))
        return web.json_response({"id": order.command_id, "method": order.method, "params": order.params})

    async def answer(self, request: web.Request) -> web.Response:
        """Take what a device says to a command."""
        body = await request.read()
        sender = await self._sender(request, body)
        COMMANDS.answered(sender.device_id, int(request.match_info["command"]), body)
        return web.Response(status=200)

    async def call(self, request: web.Request) -> web.Response:
        """Answer a call of the device."""
        body = await request.read()
        await self._sender(request, body)
        return web.Response(body=call_answer(json_of(body)), content_type="application/json")

    async def left_to_people(self, request: web.Request) -> web.Response:
        """Refuse a claim or a registration."""
        raise NotByDevices

    async def _sender(self, request: web.Request, body: bytes) -> Sender:
        token = request.match_info["token"]
        sender = await self.directory.by_token(token)
        if sender is None:
            NOTES.stranger("token", sha256(token.encode()).hexdigest(), text_of(body))
            raise UnknownToken
        return sender

    async def _taken(self, request: web.Request, take: Take) -> web.Response:
        body = await request.read()
        sender = await self._sender(request, body)
        # Two messages without a time of their own must not look like a repeat of one another.
        received_us = max(time.time_ns() // 1000, self.last_us + 1)
        try:
            self.last_us = take(sender, body, received_us)
        except BadReading as refused:
            NOTES.keep_refused(sender.device_id, text_of(body), refused)
            raise
        await self._stored()
        RECEIVED.labels("http").inc()
        if NOTES.wants_raw(sender.device_id):
            NOTES.keep_raw(sender.device_id, text_of(body))
        return web.Response(status=200)

    async def _stored(self) -> None:
        stored = asyncio.Event()
        self.sink.when_stored(stored.set)
        await stored.wait()

    async def _changed(self, token: str, before: Mapping[str, Any]) -> dict[str, Any]:
        while True:
            sender = self.directory.still(token)
            if sender is not None and sender.shared != before:
                return {name: value for name, value in sender.shared.items() if before.get(name) != value}
            await asyncio.sleep(LOOK_S)


async def _next_order(device_id: int, patience_s: float) -> Order:
    came: asyncio.Queue[Order] = asyncio.Queue()
    COMMANDS.attend(device_id, came.put_nowait)
    try:
        return await _within(patience_s, came.get())
    finally:
        COMMANDS.leave(device_id, came.put_nowait)


async def _within(patience_s: float, coming: Awaitable[T]) -> T:
    """Return what comes. Raises: NothingToDo when it does not in time."""
    try:
        return await asyncio.wait_for(coming, patience_s)
    except TimeoutError as fault:
        raise NothingToDo from fault


def _patience_s(request: web.Request) -> float:
    asked = request.query.get("timeout", "")
    return min(int(asked) / 1000, LONGEST_S) if asked.isdecimal() and len(asked) < 9 else USUAL_S
