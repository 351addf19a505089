"""A running intake with the HTTP port and the way to the office, in a thread of its own."""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any

import uvloop

from linan.monitoring.gateways import http, office
from linan.monitoring.intake.serving import Intake

Open = Callable[[Any, Any], Awaitable[Callable[[], Awaitable[None]]]]


@contextmanager
def running_intake(port: int, *more: Open) -> Iterator[None]:
    """Run an intake that listens for HTTP on a port, with more gateways if wanted, until the block ends."""
    ready, stop = threading.Event(), []
    thread = threading.Thread(target=lambda: uvloop.run(_run(port, more, ready, stop)), daemon=True)
    thread.start()
    assert ready.wait(20)
    try:
        yield
    finally:
        stop[0]()
        thread.join(20)


async def _run(
    port: int, more: tuple[Open, ...], ready: threading.Event, stop: list[Callable[[], object]]
) -> None:
    ended, loop = asyncio.Event(), asyncio.get_running_loop()
    stop.append(lambda: loop.call_soon_threadsafe(ended.set))
    intake = Intake()
    await intake.begin()
    closers = [
        await http.listen(intake.directory, intake.sink, port=port),
        await office.open_gateway(intake.directory, intake.sink),
        *[await one(intake.directory, intake.sink) for one in more],
    ]
    ready.set()
    await ended.wait()
    for close in closers:
        await close()
    await intake.end()
