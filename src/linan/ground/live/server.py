"""The live process: names of changed things as server-sent events, to those who may know of them.

GET /live streams `event: changed` with `id: generation-xid-id` and a JSON list of names. `event: beat`
comes every ten seconds. A browser that returns is told what it missed, by Last-Event-ID or ?after=.
"""

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from time import monotonic
from urllib.parse import urlsplit

import psycopg
import structlog
from aiohttp import web
from django.conf import settings
from django.db import InterfaceError, OperationalError

from linan.ground.announcements.order import START, Position
from linan.ground.live.figures import figures_from_a_thread
from linan.ground.live.listeners import Listener
from linan.ground.live.pump import Pump
from linan.ground.live.strangers import Visitor, visitor_of
from linan.ground.log_setup import set_up_logs

log = structlog.get_logger()
BEAT_S = 10.0
STANDING_S = 60.0
SLOWEST_WRITE_S = 15.0
BEAT = "event: beat\ndata: []\n\n"
RESET = "event: reset\ndata: []\n\n"
_BEFORE_ASKING_AGAIN_MS = 2000

PUMP = web.AppKey("pump", Pump)
PUMPING = web.AppKey("pumping", asyncio.Task[None])
THREADS = web.AppKey("threads", ThreadPoolExecutor)


def serve() -> None:
    """Serve until SIGTERM or SIGINT."""
    set_up_logs()
    web.run_app(make_app(), host=settings.BIND, port=settings.LIVE_PORT, print=None, access_log=None, shutdown_timeout=2)


def make_app() -> web.Application:
    """Return the application with its pump."""
    app = web.Application()
    app[PUMP] = Pump()
    app.router.add_get("/live", live)
    app.router.add_get("/live/health", health)
    app.router.add_get("/metrics", metrics)
    app.on_startup.append(_start)
    app.on_shutdown.append(_hang_up)
    app.on_cleanup.append(_stop)
    return app


async def live(request: web.Request) -> web.StreamResponse:
    """Stream what changes to one signed-in person."""
    headers = _cross_origin(request)
    try:
        visitor = await _visitor(request)
    except (OperationalError, InterfaceError):
        return web.Response(status=503, headers=headers)
    if visitor is None:
        return web.Response(status=401, headers=headers)
    stream = web.StreamResponse(headers={**headers, "Cache-Control": "no-store", "X-Accel-Buffering": "no"})
    stream.content_type = "text/event-stream"
    await stream.prepare(request)
    with suppress(ConnectionError, TimeoutError):
        await _stream(request, stream, visitor)
    return stream


async def health(request: web.Request) -> web.Response:
    """Tell whether the log is heard: 200, or 503 while the database is away."""
    pump = request.app[PUMP]
    body = {"listening": pump.is_connected, "streams": len(pump.listeners)}
    return web.json_response(body, status=200 if pump.is_connected else 503)


async def metrics(request: web.Request) -> web.Response:
    """Return the figures for Prometheus, to this machine only."""
    if request.remote not in ("127.0.0.1", "::1"):
        raise web.HTTPNotFound
    try:
        body = await asyncio.get_running_loop().run_in_executor(request.app[THREADS], figures_from_a_thread)
    except (OperationalError, InterfaceError):
        return web.Response(status=503)
    return web.Response(body=body, headers={"Content-Type": "text/plain; version=0.0.4; charset=utf-8"})


async def _stream(request: web.Request, stream: web.StreamResponse, visitor: Visitor) -> None:
    pump = request.app[PUMP]
    since, now = _since(request), pump.position
    listener = Listener(org_ids=visitor.org_ids, told_up_to=since or now or START)
    pump.listeners.add(listener)
    try:
        await _write(stream, f"retry: {_BEFORE_ASKING_AGAIN_MS}\n\nid: {listener.told_up_to}\n{BEAT}")
        await _catch_up(pump, listener, stream, now)
        await _tell_until_gone(request, stream, listener)
    finally:
        pump.listeners.discard(listener)


async def _catch_up(pump: Pump, listener: Listener, stream: web.StreamResponse, up_to: Position | None) -> None:
    """Tell what was missed; while the database does not answer, let the page fetch everything anew."""
    try:
        if up_to is None:
            await _write(stream, RESET)
        elif listener.told_up_to < up_to:
            await pump.catch_up(listener, up_to)
    except psycopg.OperationalError:
        await _write(stream, RESET)


async def _tell_until_gone(request: web.Request, stream: web.StreamResponse, listener: Listener) -> None:
    asked_at = monotonic()
    while True:
        with suppress(TimeoutError):
            await asyncio.wait_for(listener.wake.wait(), BEAT_S)
        names, up_to = listener.take()
        if listener.is_dropped:
            return
        if names:
            await _write(stream, f"id: {up_to}\nevent: changed\ndata: {json.dumps(names)}\n\n")
        else:
            await _write(stream, BEAT)
        if monotonic() - asked_at > STANDING_S:
            asked_at = monotonic()
            await _ask_again(request, listener)


async def _ask_again(request: web.Request, listener: Listener) -> None:
    """Look again who stands behind the session; who has signed out or lost a role hears no more."""
    try:
        visitor = await _visitor(request)
    except (OperationalError, InterfaceError):
        return
    if visitor is None:
        listener.drop()
    else:
        listener.org_ids = visitor.org_ids


async def _write(stream: web.StreamResponse, text: str) -> None:
    """Write, and give up on a browser that does not read. Raises: TimeoutError, ConnectionError."""
    async with asyncio.timeout(SLOWEST_WRITE_S):
        await stream.write(text.encode())


async def _visitor(request: web.Request) -> Visitor | None:
    key = request.cookies.get(settings.SESSION_COOKIE_NAME, "")
    return await asyncio.get_running_loop().run_in_executor(request.app[THREADS], visitor_of, key)


def _since(request: web.Request) -> Position | None:
    text = request.headers.get("Last-Event-ID") or request.query.get("after", "")
    try:
        return Position.parse(text)
    except ValueError:
        return None


def _cross_origin(request: web.Request) -> dict[str, str]:
    """Return the headers that let pages of the same host listen, whatever port they came from."""
    origin = request.headers.get("Origin", "")
    if not origin:
        return {}
    if not _is_ours(origin, request):
        raise web.HTTPForbidden
    return {"Access-Control-Allow-Origin": origin, "Access-Control-Allow-Credentials": "true", "Vary": "Origin"}


def _is_ours(origin: str, request: web.Request) -> bool:
    ports = (settings.WEB_PORT, settings.LIVE_PORT, request.url.port)
    try:
        place = urlsplit(origin)
        port = place.port or {"http": 80, "https": 443}.get(place.scheme)
    except ValueError:
        return False
    return place.hostname == request.url.host and port in ports


async def _start(app: web.Application) -> None:
    app[THREADS] = ThreadPoolExecutor(max_workers=4, thread_name_prefix="standing")
    app[PUMPING] = asyncio.create_task(app[PUMP].run())


async def _hang_up(app: web.Application) -> None:
    for listener in list(app[PUMP].listeners):
        listener.drop()


async def _stop(app: web.Application) -> None:
    app[PUMPING].cancel()
    with suppress(asyncio.CancelledError):
        await app[PUMPING]
    app[THREADS].shutdown(cancel_futures=True)
