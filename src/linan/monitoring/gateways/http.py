"""The HTTP port of the intake: ThingsBoard's device API under /api/v1/{token}, platforms that push under /in/{secret}.

Whatever carries readings is answered after the COMMIT.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from hashlib import sha256

from aiohttp import web
from django.conf import settings

from linan.ground.refusals import Refused
from linan.ground.text import noop
from linan.monitoring.domain.reading import BadReading, Sender, Sink
from linan.monitoring.gateways._commands import COMMANDS, Order
from linan.monitoring.gateways._counts import RECEIVED
from linan.monitoring.gateways._http_sources import Hooks, Sources, refusal
from linan.monitoring.gateways._raw import NOTES, text_of
from linan.monitoring.gateways._thingsboard import take_telemetry

LIMIT = 65_536       # bytes of one body
LONGEST_S = 60.0     # for which a device may wait for a command
Close = Callable[[], Awaitable[None]]


class UnknownToken(Refused):
    """No device has this access token."""

    code = "unknown_token"
    status = 401
    msgid = noop("No device has this token. Copy it from the device's page, or have it renewed there.")


class NothingToDo(Refused):
    """No command came while the device waited."""

    code = "nothing_to_do"
    status = 408
    msgid = noop("There is no command for this device. Ask again.")


class Door:
    """The paths of a device that signs in with its token."""

    def __init__(self, directory: Sources, sink: Sink) -> None:
        self.directory = directory
        self.sink = sink
        self.last_us = 0

    async def post(self, request: web.Request) -> web.Response:
        """Take telemetry or attributes; 200 means stored."""
        body = await request.read()
        try:
            await self._take(await self._sender(request, body), body)
        except Refused as refused:
            return refusal(refused)
        return web.Response(status=200)

    async def attributes(self, request: web.Request) -> web.Response:
        """Tell a device its attributes: Lin'an keeps none for it."""
        try:
            await self._sender(request, b"")
        except Refused as refused:
            return refusal(refused)
        return web.json_response({"client": {}, "shared": {}})

    async def command(self, request: web.Request) -> web.Response:
        """Wait for a command, ?timeout= milliseconds; 408 when none came."""
        try:
            sender = await self._sender(request, b"")
            order = await _next_order(sender.device_id, _patience_s(request))
        except Refused as refused:
            return refusal(refused)
        return web.json_response({"id": order.command_id, "method": order.method, "params": order.params})

    async def answer(self, request: web.Request) -> web.Response:
        """Take what a device says to a command."""
        body = await request.read()
        try:
            sender = await self._sender(request, body)
        except Refused as refused:
            return refusal(refused)
        COMMANDS.answered(sender.device_id, int(request.match_info["command"]), body)
        return web.Response(status=200)

    async def _sender(self, request: web.Request, body: bytes) -> Sender:
        token = request.match_info["token"]
        sender = await self.directory.by_token(token)
        if sender is None:
            NOTES.stranger("token", sha256(token.encode()).hexdigest(), text_of(body))
            raise UnknownToken
        return sender

    async def _take(self, sender: Sender, body: bytes) -> None:
        self.last_us = received_us = max(time.time_ns() // 1000, self.last_us + 1)
        try:
            self.last_us = take_telemetry(sender, body, received_us, self.sink)
        except BadReading as refused:
            NOTES.keep_refused(sender.device_id, text_of(body), refused)
            raise
        stored = asyncio.Event()
        self.sink.when_stored(stored.set)
        await stored.wait()
        RECEIVED.labels("http").inc()
        if NOTES.wants_raw(sender.device_id):
            NOTES.keep_raw(sender.device_id, text_of(body))


async def _next_order(device_id: int, patience_s: float) -> Order:
    """Return the next command of a device. Raises: NothingToDo."""
    came: asyncio.Queue[Order] = asyncio.Queue()
    COMMANDS.attend(device_id, came.put_nowait)
    try:
        return await asyncio.wait_for(came.get(), patience_s)
    except TimeoutError as fault:
        raise NothingToDo from fault
    finally:
        COMMANDS.leave(device_id, came.put_nowait)


def _patience_s(request: web.Request) -> float:
    asked = request.query.get("timeout", "")
    return min(int(asked) / 1000, LONGEST_S) if asked.isdecimal() and len(asked) < 9 else 20.0


class TooLarge(BadReading):
    """The body is longer than a device may send."""

    code = "too_large"
    status = 413
    msgid = noop("The message is too long. Send at most %(limit)d bytes at once.")


@web.middleware
async def refuse_in_words(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Answer a body that is too long like every other refusal."""
    try:
        return await handler(request)
    except web.HTTPRequestEntityTooLarge:
        return refusal(TooLarge(limit=LIMIT))


async def open_gateway(directory: Sources, sink: Sink) -> Close:
    """Listen on the HTTP port of the intake; return what closes it."""
    return await listen(directory, sink, port=settings.INTAKE_HTTP_PORT)


async def listen(directory: Sources, sink: Sink, *, port: int) -> Close:
    """Listen on a port; return what closes it."""
    door, hooks = Door(directory, sink), Hooks(directory, sink)
    app = web.Application(client_max_size=LIMIT, middlewares=[refuse_in_words])
    app.add_routes([
        web.post("/api/v1/{token}/telemetry", door.post),
        web.post("/api/v1/{token}/attributes", door.post),
        web.get("/api/v1/{token}/attributes", door.attributes),
        web.get("/api/v1/{token}/rpc", door.command),
        web.post(r"/api/v1/{token}/rpc/{command:\d{1,15}}", door.answer),
        web.get("/in/{secret}", hooks.get),
        web.post("/in/{secret}", hooks.post),
        web.post("/in/{secret}/{below:.*}", hooks.post),
    ])
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "0.0.0.0", port).start()

    async def close() -> None:
        await runner.cleanup()
        await hooks.close()

    return close
