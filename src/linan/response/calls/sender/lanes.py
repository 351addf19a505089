"""One lane: the messages of one channel over one line, apart from every other, so that none holds up another."""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from random import Random
from typing import ParamSpec, TypeVar

import structlog
from django.db import DatabaseError, close_old_connections, connections

from linan.ground.clock import now
from linan.response.calls.actions.handing import Handed, Lane, claim_messages, settle_messages
from linan.response.calls.actions.receipts import note_receipts
from linan.response.calls.actions.release import rules
from linan.response.calls.channels import channel_kinds
from linan.response.calls.domain.leaving import HeldBack, gate, is_on_this_machine
from linan.response.calls.domain.letters import (
    HearsReceipts,
    Letter,
    OpenLine,
    Result,
    Verdict,
    refused,
    retry,
)
from linan.response.calls.models import Line, Message
from linan.response.calls.sender.letters import guests_of, letter_of, pushes_of, terms_of
from linan.response.calls.sender.pace import Pace

log = structlog.get_logger()
BATCH = 500
AT_ONCE = 64
GIVES_UP_AFTER = 8      # faults of the way in a row; the rest of the batch is tried later
LONGEST_TRY_S = 20.0
IDLE_S = 120.0           # a line stays open so long for the next call and for receipts
P = ParamSpec("P")
T = TypeVar("T")
Outgoing = tuple[Message, Letter | HeldBack]


@dataclass(frozen=True, slots=True)
class Batch:
    """Messages in hand, each with its letter or why it is held back, and the line they go over."""

    outgoing: Sequence[Outgoing]
    settings: dict[str, str]
    per_second: float | None


class Database:
    """Runs Django's side in threads of its own, so that the loop never waits for the database."""

    def __init__(self, threads: int = 4) -> None:
        self._number = threads
        self._threads = ThreadPoolExecutor(max_workers=threads, thread_name_prefix="calls")

    async def run(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a function in a thread; a connection that died is let go of."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, lambda: _fresh(work, *args, **kwargs))

    def close(self) -> None:
        """Wait for what runs, then let each thread hang up and end."""
        together = threading.Barrier(self._number)
        for _ in range(self._number):
            self._threads.submit(_hang_up, together)
        self._threads.shutdown(wait=True)


def _hang_up(together: threading.Barrier) -> None:
    together.wait()  # so that every thread gets one, and not one thread all
    connections.close_all()


def _fresh(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    try:
        return work(*args, **kwargs)
    except DatabaseError:
        close_old_connections()
        raise


class Worker:
    """Sends what waits in a lane, keeps its line open for a while, and writes down the receipts that come over it."""

    def __init__(self, lane: Lane, database: Database, *, dice: Random, idle_s: float = IDLE_S) -> None:
        self.wake = asyncio.Event()
        self._lane, self._database, self._dice, self._idle_s = lane, database, dice, idle_s
        self._line: OpenLine | None = None
        self._pace = Pace(None)
        self._hearing: asyncio.Task[None] | None = None

    async def run(self) -> int:
        """Work until nothing has waited for a while; return how many messages were taken in hand."""
        sent = 0
        self.wake.set()
        try:
            while await self._is_woken():
                self.wake.clear()
                sent += await self._send_what_waits()
        finally:
            await self._end()
        return sent

    async def _is_woken(self) -> bool:
        try:
            async with asyncio.timeout(self._idle_s):
                return await self.wake.wait()
        except TimeoutError:
            return False

    async def _send_what_waits(self) -> int:
        sent = 0
        batch = await self._database.run(take_batch, self._lane)
        while batch.outgoing:
            handed = await _send_all(batch.outgoing, self._opened(batch), self._pace)
            sent += len(handed)
            settling = self._database.run(settle_messages, handed, now=now(), dice=self._dice)
            _, batch = await asyncio.gather(settling, self._database.run(take_batch, self._lane))
        return sent

    def _opened(self, batch: Batch) -> OpenLine:
        if self._line is None:
            self._line = channel_kinds()[self._lane.channel].open_line(batch.settings)
            self._pace = Pace(batch.per_second)
            if isinstance(self._line, HearsReceipts):
                self._hearing = asyncio.create_task(self._hear(self._line))
        return self._line

    async def _hear(self, line: HearsReceipts) -> None:
        async for receipt in line.receipts():
            await self._database.run(note_receipts, [receipt], line_id=self._lane.line_id or 0, now=now())

    async def _end(self) -> None:
        if self._hearing is not None:
            self._hearing.cancel()
        if self._line is not None:
            await self._line.close()


def take_batch(lane: Lane) -> Batch:
    """Take messages in hand and pass them through the gate."""
    messages = claim_messages(lane, most=BATCH, now=now())
    line = Line._base_manager.get(pk=lane.line_id) if lane.line_id and messages else None
    kind = channel_kinds()[lane.channel]
    settings = line.opened() if line else {}
    stays_here = not kind.ASKS or is_on_this_machine(settings)
    guests, pushes, is_test = guests_of(messages), pushes_of(messages), rules().is_test
    outgoing = [
        (one, gate(letter_of(one, kind.REACHES, pushes), terms_of(one, line, guests, is_test=is_test, stays_here=stays_here)))
        for one in messages
    ]
    per_second = line.per_second if line and line.per_second else kind.PER_SECOND
    return Batch(outgoing=outgoing, settings=settings, per_second=per_second)


async def _send_all(outgoing: Sequence[Outgoing], opened: OpenLine, pace: Pace) -> list[Handed]:
    """Send a batch, many at once; a line that keeps failing is left alone for the rest of the batch."""
    room, faults = asyncio.Semaphore(AT_ONCE), _Faults()

    async def send(message: Message, letter: Letter | HeldBack) -> Handed:
        if isinstance(letter, HeldBack):
            return Handed(message, refused(letter.code), withheld=True)
        async with room:
            if faults.in_a_row >= GIVES_UP_AFTER:
                return Handed(message, retry("line rests"))
            await pace.wait()
            return Handed(message, faults.note(await _tried(opened.send(letter))))

    return await asyncio.gather(*[send(message, letter) for message, letter in outgoing])


class _Faults:
    """Counts faults of the way in a row."""

    def __init__(self) -> None:
        self.in_a_row = 0

    def note(self, result: Result) -> Result:
        """Count one result and return it."""
        self.in_a_row = self.in_a_row + 1 if result.verdict in (Verdict.RETRY, Verdict.UNKNOWN) else 0
        return result


async def _tried(sending: Awaitable[Result]) -> Result:
    """Return the result of one try, whatever the channel does."""
    try:
        async with asyncio.timeout(LONGEST_TRY_S):
            return await sending
    except TimeoutError:
        return Result(Verdict.UNKNOWN, code="timeout")
    except Exception as error:  # a fault in one channel's code must not stop the others
        log.error("channel_failed", error=type(error).__qualname__)
        return Result(Verdict.UNKNOWN, code=type(error).__qualname__)
