"""The order of the log: where a row stands, which rows are settled, and what comes after a position."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from linan.ground.announcements.kinds import Announcement, event_from

# A row is settled when no transaction that may still commit could stand before it. Transaction ids of
# an older generation come from another server and say nothing of this one's snapshot.
GENERATION = """(
    select pg_get_expr(d.adbin, d.adrelid)::int from pg_attrdef d
    join pg_attribute a on a.attrelid = d.adrelid and a.attnum = d.adnum
    where d.adrelid = 'announcements_logged'::regclass and a.attname = 'generation'
)"""
SETTLED = f"(l.generation < {GENERATION} or l.xid < pg_snapshot_xmin(pg_current_snapshot()))"
VISIBLE = "true"

_COLUMNS = "l.id, l.generation, l.xid::text, l.kind, l.at, l.by_id, l.org_id, l.about, l.payload::text, l.mode"


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in the log. Written "generation-xid-id", which is also the id of an event on the live channel."""

    generation: int
    xid: int
    logged_id: int

    def __str__(self) -> str:
        return f"{self.generation}-{self.xid}-{self.logged_id}"

    @classmethod
    def parse(cls, text: str) -> "Position":
        """Return the position that str() wrote. Raises: ValueError."""
        generation, xid, logged_id = (int(part) for part in text.split("-"))
        if max(generation, xid, logged_id) >= 1 << 63:
            raise ValueError(text)
        return cls(generation, xid, logged_id)


START = Position(0, 0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One row of the log, read in order. `payload_json` is PostgreSQL's text of the payload."""

    position: Position
    kind: str
    at: datetime
    by_id: int | None
    org_id: int | None
    about: tuple[str, ...]
    payload_json: str
    payload: dict[str, Any]
    mode: str

    @property
    def event(self) -> Announcement:
        """The announcement itself. Raises: KeyError, TypeError when today's classes do not fit it."""
        return event_from(self.kind, self.payload)


def after(
    position: Position, *, kind: str | None = None, up_to: Position | None = None, limit: int = 500,
    where: str = SETTLED,
) -> list[Entry]:
    """Return the next rows of the log in commit order."""
    sql, values = after_statement(position, kind=kind, up_to=up_to, limit=limit, where=where)
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [entry_of(row) for row in cursor.fetchall()]


def after_statement(
    position: Position, *, kind: str | None = None, up_to: Position | None = None, limit: int, where: str = SETTLED
) -> tuple[str, list[Any]]:
    """Return the statement of after(), for readers with a connection of their own."""
    conditions = [where, "(l.generation, l.xid, l.id) > (%s, %s::text::xid8, %s)"]
    values: list[Any] = _parts(position)
    if up_to is not None:
        conditions.append("(l.generation, l.xid, l.id) <= (%s, %s::text::xid8, %s)")
        values += _parts(up_to)
    if kind is not None:
        conditions.append("l.kind = %s")
        values.append(kind)
    sql = (
        f"select {_COLUMNS} from announcements_logged l where {' and '.join(conditions)} "
        "order by l.generation, l.xid, l.id limit %s"
    )
    return sql, [*values, limit]


def entry_of(row: Sequence[Any]) -> Entry:
    """Return the entry that a row of after_statement() holds."""
    logged_id, generation, xid, kind, at, by_id, org_id, about, payload, mode = row
    return Entry(
        position=Position(generation, int(xid), logged_id), kind=kind, at=at, by_id=by_id, org_id=org_id,
        about=tuple(about), payload_json=payload, payload=json.loads(payload), mode=mode,
    )


END_STATEMENT = (
    "select l.generation, l.xid::text, l.id from announcements_logged l "
    f"where {SETTLED} order by l.generation desc, l.xid desc, l.id desc limit 1"
)
UNSETTLED_STATEMENT = (
    f"select exists (select from announcements_logged l where l.generation = {GENERATION} "
    "and l.xid >= pg_snapshot_xmin(pg_current_snapshot()))"
)


def settled_end() -> Position:
    """Return the position of the last settled row. A page that loads now hears of everything after it."""
    with connection.cursor() as cursor:
        cursor.execute(END_STATEMENT)
        row = cursor.fetchone()
    return START if row is None else Position(row[0], int(row[1]), row[2])


def some_are_unsettled() -> bool:
    """Return whether committed rows wait for an older transaction to end."""
    with connection.cursor() as cursor:
        cursor.execute(UNSETTLED_STATEMENT)
        row = cursor.fetchone()
    return bool(row and row[0])


def begin_new_generation() -> int:
    """Make rows written from now on stand after every row that is there, and return the generation's number.

    Called once after a restore: the restored rows carry transaction ids of another server.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"select greatest({GENERATION}, (select max(generation) from announcements_logged)) + 1")
        row = cursor.fetchone()
        number = int(row[0]) if row else 1
        cursor.execute(f"alter table announcements_logged alter column generation set default {number}")
    return number


def _parts(position: Position) -> list[Any]:
    return [position.generation, str(position.xid), position.logged_id]
