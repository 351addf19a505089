"""The loop: looks for lanes with work, and lets silence escalate."""

import asyncio
import threading
from contextlib import suppress
from functools import partial
from random import SystemRandom

import structlog

from linan.ground.access.scopes import everywhere
from linan.ground.clock import now
from linan.response.calls.actions.handing import Lane, fail_overdue, lanes_with_work
from linan.response.calls.actions.release import end_spent_calls
from linan.response.calls.actions.waves import escalate_silence
from linan.response.calls.sender.lanes import IDLE_S, Database, Worker

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
    """Keeps a worker for each lane that has work."""

    def __init__(self, database: Database, *, idle_s: float = IDLE_S) -> None:
        self._database, self._idle_s = database, idle_s
        self._dice = SystemRandom()
        self._workers: dict[Lane, Worker] = {}
        self._tasks: set[asyncio.Task[int]] = set()

    async def look(self) -> None:
        """Wake the worker of each lane with work, or start one."""
        for lane in await self._database.run(lanes_with_work, now=now()):
            if lane in self._workers:
                self._workers[lane].wake.set()
            else:
                self._start(lane)

    async def end(self) -> None:
        """Cancel what is under way; its messages come into other hands when their time in hand is over."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _start(self, lane: Lane) -> None:
        worker = Worker(lane, self._database, dice=self._dice, idle_s=self._idle_s)
        task = asyncio.create_task(worker.run())
        self._workers[lane] = worker
        self._tasks.add(task)
        task.add_done_callback(partial(self._ended, lane))

    def _ended(self, lane: Lane, done: asyncio.Task[int]) -> None:
        self._workers.pop(lane, None)
        self._tasks.discard(done)
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
        end_spent_calls(now=now())
