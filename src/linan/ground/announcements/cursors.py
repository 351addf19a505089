"""Cursors: how far each reader of the log has come, moved in the transaction of its effects."""

from collections.abc import Iterable

from django.db import connection

from linan.ground.announcements.order import START, Position

SEALER = "announcements.seal"


def ensure_cursors(names: Iterable[str]) -> None:
    """Make the missing cursors.

    A reader that is new to an old log begins where the sealer stands: what was sealed before the reader
    existed is history, and must not set off reactions years later.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into announcements_cursor (name, generation, xid, logged_id) "
            "select n.name, coalesce(s.generation, 0), coalesce(s.xid, '0'::xid8), coalesce(s.logged_id, 0) "
            "from unnest(%s::text[]) as n(name) left join announcements_cursor s on s.name = %s "
            "on conflict do nothing",
            [list(names), SEALER],
        )


def take_cursor(name: str) -> Position | None:
    """Lock a cursor until the transaction ends; None when another worker holds it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select generation, xid::text, logged_id from announcements_cursor "
            "where name = %s for update skip locked",
            [name],
        )
        row = cursor.fetchone()
    return None if row is None else Position(row[0], int(row[1]), row[2])


def move_cursor(name: str, *, to: Position) -> None:
    """Move a cursor that take_cursor() locked."""
    with connection.cursor() as cursor:
        cursor.execute(
            "update announcements_cursor set generation = %s, xid = %s::text::xid8, logged_id = %s where name = %s",
            [to.generation, str(to.xid), to.logged_id, name],
        )


def position_of(name: str) -> Position:
    """Return where a reader stands, without locking it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select generation, xid::text, logged_id from announcements_cursor where name = %s", [name]
        )
        row = cursor.fetchone()
    return START if row is None else Position(row[0], int(row[1]), row[2])
