"""The pump: one connection that listens, reads each settled row once, and tells all listeners."""

import asyncio
from typing import Any

import psycopg
import structlog

from linan.ground.announcements.listening import line_parameters
from linan.ground.announcements.log import CHANNEL
from linan.ground.announcements.order import (
    END_STATEMENT,
    START,
    UNSETTLED_STATEMENT,
    Entry,
    Position,
    after_statement,
    entry_of,
)
from linan.ground.live.figures import count_announcements
from linan.ground.live.listeners import Listener, tell

log = structlog.get_logger()
BATCH = 1000
POLL_S = 1.0
UNSETTLED_POLL_S = 0.02
RETRY_S = 0.5

Line = psycopg.AsyncConnection[tuple[Any, ...]]


class Pump:
    """Reads the log once for everybody. `position`: everything up to there has been told."""

    def __init__(self) -> None:
        self.listeners: set[Listener] = set()
        self.position: Position | None = None
        self.is_connected = False

    async def run(self) -> None:
        """Pump until cancelled; comes back by itself when the database does, without missing a row."""
        while True:
            try:
                async with await open_line() as line:
                    await line.execute(f"listen {CHANNEL}")
                    self.is_connected = True
                    await self._pump(line)
            except psycopg.OperationalError:
                log.warning("live_lost_the_database")
            self.is_connected = False
            await asyncio.sleep(RETRY_S)

    async def _pump(self, line: Line) -> None:
        while True:
            await self._tell_new(line)
            wait = UNSETTLED_POLL_S if await _some_are_unsettled(line) else POLL_S
            async for _heard in line.notifies(timeout=wait, stop_after=1):
                pass

    async def _tell_new(self, line: Line) -> None:
        if self.position is None:
            self.position = await _end(line)
        while entries := await _read(line, self.position):
            self.position = entries[-1].position
            count_announcements(entries)
            tell(self.listeners, entries)

    async def catch_up(self, listener: Listener, up_to: Position) -> None:
        """Tell one listener what it missed, from where it stands up to a position."""
        position = listener.told_up_to
        async with await open_line() as line:
            while entries := await _read(line, position, up_to=up_to):
                position = entries[-1].position
                tell([listener], entries)


async def open_line() -> Line:
    """Open a connection for the pump or for catching up. Raises: psycopg.OperationalError."""
    return await psycopg.AsyncConnection.connect(**line_parameters(), autocommit=True)


async def _read(line: Line, position: Position, *, up_to: Position | None = None) -> list[Entry]:
    sql, values = after_statement(position, up_to=up_to, limit=BATCH)
    rows = await (await line.execute(sql, values)).fetchall()
    return [entry_of(row) for row in rows]


async def _end(line: Line) -> Position:
    row = await (await line.execute(END_STATEMENT)).fetchone()
    return START if row is None else Position(row[0], int(row[1]), row[2])


async def _some_are_unsettled(line: Line) -> bool:
    row = await (await line.execute(UNSETTLED_STATEMENT)).fetchone()
    return bool(row and row[0])
