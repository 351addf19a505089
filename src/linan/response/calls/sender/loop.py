"""The loop: looks for lanes with work, and lets silence escalate."""

import asyncio
import threading
from contextlib import suppress
from random import SystemRandom

import structlog

from linan.ground.access.scopes import everywhere
from linan.ground.clock import now
from linan.response.calls.actions.handing import Lane, fail_overdue, lanes_with_work
from linan.response.calls.actions.waves import escalate_silence
from linan.response.calls.sender.lanes import Database, work_lane

log = structlog.get_logger()
LOOK_EVERY_S = 0.25
ESCALATE_EVERY_S = 1.0


async def send_until(stop: threading.Event) -> None:
    """Send and escalate until stop is set. Raises: what the database raises, to begin again."""
    database = Database()
    sender = Sender(database)
    watch = asyncio.create_task(_escalate_until(stop, database))
    try:
        while not stop.is_set() and not watch.done():
            await sender.look()
            await asyncio.sleep(LOOK_EVERY_S)
        if watch.done():
            watch.result()
    finally:
        watch.cancel()
        with suppress(asyncio.CancelledError):
            await watch
        await sender.end()
        database.close()


class Sender:
    """Keeps one task for each lane that has work."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._dice = SystemRandom()
        self._lanes: dict[Lane, asyncio.Task[int]] = {}

    async def look(self) -> None:
        """Start a task for each lane with work that has none."""
        for lane in await self._database.run(lanes_with_work, now=now()):
            if lane not in self._lanes:
                task = asyncio.create_task(work_lane(lane, self._database, dice=self._dice))
                task.add_done_callback(lambda done, lane=lane: self._ended(lane, done))  # type: ignore[misc]
                self._lanes[lane] = task

    async def end(self) -> None:
        """Cancel what is under way; its messages come into other hands when their time in hand is over."""
        tasks = list(self._lanes.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _ended(self, lane: Lane, done: asyncio.Task[int]) -> None:
        self._lanes.pop(lane, None)
        if not done.cancelled() and (error := done.exception()) is not None:
            log.error("lane_failed", channel=lane.channel, line=lane.line_id, error=type(error).__qualname__)


async def _escalate_until(stop: threading.Event, database: Database) -> None:
    while not stop.is_set():
        await database.run(_step)
        await asyncio.sleep(ESCALATE_EVERY_S)


def _step() -> None:
    with everywhere():
        fail_overdue(now=now())
        escalate_silence(now=now())
