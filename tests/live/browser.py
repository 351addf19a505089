"""A live server on a free port, and a browser that listens to it over HTTP, each in its own thread."""

import asyncio
import json
import queue
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

import aiohttp
from aiohttp import web
from django.test import Client

from linan.ground.live.server import make_app
from linan.ground.people.models import Person

PATIENCE_S = 8.0


@dataclass
class Heard:
    """One server-sent event."""

    event: str
    names: list[str]
    id: str


@dataclass
class Browser:
    """What one browser heard."""

    url: str
    events: queue.Queue[Heard] = field(default_factory=queue.Queue)
    status: queue.Queue[int] = field(default_factory=queue.Queue)

    def next_change(self) -> Heard:
        """Return the next event that names changed things. Raises: queue.Empty after a while."""
        while (heard := self.events.get(timeout=PATIENCE_S)).event != "changed":
            pass
        return heard

    async def listen(self, headers: dict[str, str]) -> None:
        """Read events until cancelled."""
        async with aiohttp.ClientSession() as session, session.get(self.url, headers=headers) as answer:
            self.status.put(answer.status)
            lines: dict[str, str] = {}
            async for raw in answer.content:
                name, _, value = raw.decode().rstrip("\n").partition(": ")
                if name:
                    lines[name] = value
                elif "data" in lines:
                    self.events.put(Heard(lines["event"], json.loads(lines["data"]), lines.get("id", "")))
                    lines = {}


@contextmanager
def a_live_server() -> Iterator[str]:
    """Serve on a free port; gives the address."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    runner = web.AppRunner(make_app(), shutdown_timeout=1)
    asyncio.run_coroutine_threadsafe(_begin(runner), loop).result(PATIENCE_S)
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    asyncio.run_coroutine_threadsafe(runner.cleanup(), loop).result(PATIENCE_S)
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


async def _begin(runner: web.AppRunner) -> None:
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    async with aiohttp.ClientSession() as session:
        while (await session.get(f"http://127.0.0.1:{runner.addresses[0][1]}/live/health")).status != 200:
            await asyncio.sleep(0.05)


@contextmanager
def listening(address: str, *, as_person: Person | None = None, **headers: str) -> Iterator[Browser]:
    """Open a stream as a person, or as a stranger, and wait for the answer's first line."""
    browser = Browser(f"{address}/live")
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    if as_person is not None:
        client = Client()
        client.force_login(as_person)
        sent["Cookie"] = f"sessionid={client.cookies['sessionid'].value}"
    loop = asyncio.new_event_loop()
    stream = loop.create_task(browser.listen(sent))
    thread = threading.Thread(target=_run_until_cancelled, args=[loop, stream])
    thread.start()
    browser.status.put(browser.status.get(timeout=PATIENCE_S))
    yield browser
    loop.call_soon_threadsafe(stream.cancel)
    thread.join()
    loop.close()


def _run_until_cancelled(loop: asyncio.AbstractEventLoop, stream: asyncio.Task[None]) -> None:
    with suppress(asyncio.CancelledError):
        loop.run_until_complete(stream)
    loop.run_until_complete(asyncio.sleep(0))
