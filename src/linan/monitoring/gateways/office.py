"""The way between intake and office: notes of gateways go to tables, entered readings and commands come in.

One thread with a connection of its own, so that nothing here delays the COMMIT of a batch. It wakes when
something is announced, and once a second.
"""

import asyncio
import os
import threading
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Protocol

import structlog
from django.db import DataError, Error, IntegrityError, connection

from linan.ground.access.scopes import everywhere
from linan.ground.announcements.listening import Bell
from linan.ground.clock import now
from linan.ground.plugins import load_folder
from linan.monitoring.actions.commands import claim_orders, expire_commands, note_answers
from linan.monitoring.actions.gateways import Counted, write_status
from linan.monitoring.actions.manual import Waiting, mark_taken, waiting_readings
from linan.monitoring.actions.raw import write_notes
from linan.monitoring.domain.reading import Directory, Sink
from linan.monitoring.gateways._commands import COMMANDS, Answered, Order
from linan.monitoring.gateways._raw import NOTES, Page
from linan.monitoring.gateways._tallies import Tallies
from linan.monitoring.intake.directory import Book

log = structlog.get_logger()
EVERY_S = 1.0
REST_S = 0.25   # between two turns, however much is announced: a storm of alarms shall not pay for them
Close = Callable[[], Awaitable[None]]


class Known(Directory, Protocol):
    """A directory that can be told to bring its book up to date."""

    book: Book

    async def catch_up(self) -> None:
        """Bring the book up to date."""


@dataclass(slots=True)
class Outgoing:
    """What one turn takes to the office; counted: None between the seconds."""

    page: Page
    answers: list[Answered]
    taken: list[int]
    reachable: frozenset[int]
    counted: list[Counted] | None


@dataclass(slots=True)
class Incoming:
    """What one turn brings back."""

    readings: list[Waiting] = field(default_factory=list)
    orders: list[Order] = field(default_factory=list)


class Desk:
    """The office's side, in its own thread; tried again until PostgreSQL answers."""

    def __init__(self) -> None:
        self.bell = Bell()
        self.stop = threading.Event()
        self.since = now()

    def turn(self, out: Outgoing) -> Incoming:
        """Store what goes out and return what waits."""
        while not self.stop.is_set():
            try:
                with everywhere():
                    return self._turn(out)
            except (DataError, IntegrityError) as fault:
                # It would fail again for ever, and hold up every command: what was to be noted is given up.
                log.error("notes_given_up", fault=type(fault).__name__)
                out.page, out.answers = Page(), []
            except Error as fault:
                log.warning("office_away", fault=type(fault).__name__)
                connection.close()
                self.stop.wait(EVERY_S)
        return Incoming()

    def _turn(self, out: Outgoing) -> Incoming:
        moment = now()
        if out.page:
            write_notes(out.page)
            out.page = Page()
        note_answers(out.answers, now=moment)
        mark_taken(out.taken, now=moment)
        if out.counted is not None:
            write_status(out.counted, intake=os.getpid(), since=self.since, now=moment)
            expire_commands(now=moment)
        orders = claim_orders(out.reachable, now=moment)
        return Incoming(waiting_readings(), orders)

    def wait(self) -> None:
        """Return when something was announced, or after a second."""
        self.bell.wait(EVERY_S, stop=self.stop)

    def close(self) -> None:
        """Hang up."""
        self.bell.close()
        connection.close()


class Way:
    """The intake's side, on the loop."""

    def __init__(self, directory: Known, sink: Sink, gateways: list[str]) -> None:
        self.directory = directory
        self.sink = sink
        self.gateways = gateways
        self.desk = Desk()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="office")
        self._tallies = Tallies()
        self._counted_at = 0.0
        self._under_way: set[int] = set()  # entered readings that wait for their COMMIT
        self._taken: list[int] = []

    async def run(self) -> None:
        """Go to and fro for ever."""
        loop = asyncio.get_running_loop()
        while True:
            try:
                await self._go(await loop.run_in_executor(self._thread, self.desk.turn, self._outgoing()))
            except Exception:
                log.exception("way_to_office_stumbled")
                await asyncio.sleep(EVERY_S)
            await loop.run_in_executor(self._thread, self.desk.wait)
            await asyncio.sleep(REST_S)

    async def _go(self, back: Incoming) -> None:
        await self._take_up(back.readings)
        for order in back.orders:
            COMMANDS.deliver(order)

    async def close(self) -> None:
        """Take what was noted last to the office, and end."""
        self.desk.stop.set()
        await asyncio.get_running_loop().run_in_executor(self._thread, self._last)
        self._thread.shutdown()

    def _last(self) -> None:
        self.desk.stop.clear()
        try:
            with everywhere():
                write_notes(NOTES.take())
                mark_taken(self._taken, now=now())
        except Error as fault:
            log.warning("last_notes_lost", fault=type(fault).__name__)
        self.desk.close()

    def _outgoing(self) -> Outgoing:
        counted, page = None, Page()
        if time.monotonic() - self._counted_at >= EVERY_S:
            self._counted_at = time.monotonic()
            counted, page = self._tallies.read(self.gateways), NOTES.take()
        taken, self._taken = self._taken, []
        self._under_way -= set(taken)
        return Outgoing(page, COMMANDS.take_answers(), taken, COMMANDS.device_ids, counted)

    async def _take_up(self, readings: list[Waiting]) -> None:
        """Put entered readings where those of devices go; one that is put twice is stored once."""
        fresh = [one for one in readings if one.pk not in self._under_way]
        for one in fresh:
            if self._series_of(one) is None:
                await self.directory.catch_up()
            series_id = self._series_of(one)
            if series_id is not None:
                self._under_way.add(one.pk)
                self.sink.put(series_id, int(one.at.timestamp() * 1_000_000), one.value)
                self.sink.when_stored(lambda pk=one.pk: self._taken.append(pk))

    def _series_of(self, one: Waiting) -> int | None:
        sender = self.directory.book.by_hash.get(one.token_hash)
        channel = sender.channels.get(one.series_key) if sender else None
        return channel.series_id if channel else None


async def open_gateway(directory: Known, sink: Sink) -> Close:
    """Go between intake and office; return what ends it."""
    way = Way(directory, sink, [name for name in load_folder("linan.monitoring.gateways") if name != "office"])
    running = asyncio.get_running_loop().create_task(way.run())

    async def close() -> None:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await way.close()

    return close
