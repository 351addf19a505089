"""ThingsBoard's HTTP device API: POST /api/v1/{token}/telemetry, answered after the COMMIT."""

import asyncio
import time
from collections.abc import Awaitable, Callable

from aiohttp import web
from django.conf import settings

from linan.ground.refusals import Refused
from linan.ground.text import noop
from linan.monitoring.domain.reading import BadReading, Directory, Sink
from linan.monitoring.gateways._counts import RECEIVED, REFUSED
from linan.monitoring.gateways._thingsboard import take_telemetry

LIMIT = 65_536  # bytes of one body
Close = Callable[[], Awaitable[None]]


class UnknownToken(Refused):
    """No device has this access token."""

    code = "unknown_token"
    status = 401
    msgid = noop("No device has this token. Copy it from the device's page, or have it renewed there.")


class Door:
    """The two paths on which devices post."""

    def __init__(self, directory: Directory, sink: Sink) -> None:
        self.directory = directory
        self.sink = sink
        self.last_us = 0

    async def post(self, request: web.Request) -> web.Response:
        """Take telemetry or attributes; 200 means stored."""
        try:
            await self._take(request.match_info["token"], await request.read())
        except Refused as refused:
            return _problem(refused)
        return web.Response(status=200)

    async def _take(self, token: str, body: bytes) -> None:
        sender = await self.directory.by_token(token)
        if sender is None:
            raise UnknownToken
        self.last_us = received_us = max(time.time_ns() // 1000, self.last_us + 1)
        self.last_us = take_telemetry(sender, body, received_us, self.sink)
        stored = asyncio.Event()
        self.sink.when_stored(stored.set)
        await stored.wait()
        RECEIVED.labels("http").inc()


def _problem(refused: Refused) -> web.Response:
    REFUSED.labels("http", refused.code).inc()
    return web.json_response(
        dict(refused.as_problem()), status=refused.status, content_type="application/problem+json"
    )


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
        return _problem(TooLarge(limit=LIMIT))


async def open_gateway(directory: Directory, sink: Sink) -> Close:
    """Listen on the HTTP port of the intake; return what closes it."""
    return await listen(directory, sink, port=settings.INTAKE_HTTP_PORT)


async def listen(directory: Directory, sink: Sink, *, port: int) -> Close:
    """Listen on a port; return what closes it."""
    door = Door(directory, sink)
    app = web.Application(client_max_size=LIMIT, middlewares=[refuse_in_words])
    app.router.add_post("/api/v1/{token}/telemetry", door.post)
    app.router.add_post("/api/v1/{token}/attributes", door.post)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "0.0.0.0", port).start()
    return runner.cleanup
