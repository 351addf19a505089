"""Delivery: every handler reads the log with its own cursor, moved in the transaction of its effects.

So a reaction can be neither lost nor doubled nor overtaken. A reaction that fails is tried again; after
DeadLetter.GIVEN_UP failures it becomes a dead letter and the handler's log moves on.
"""

import threading
import time
from collections.abc import Sequence

import structlog
from django.db import DatabaseError, InterfaceError, OperationalError, connection, transaction
from django_scopes import scopes_disabled

from linan.ground.announcements.cursors import ensure_cursors, move_cursor, take_cursor
from linan.ground.announcements.handlers import HANDLERS, Handler
from linan.ground.announcements.letters import failing_rows, forget_failure, note_failure, what_failed
from linan.ground.announcements.listening import Bell
from linan.ground.announcements.models import DeadLetter
from linan.ground.announcements.order import SETTLED, VISIBLE, Entry, after, some_are_unsettled

log = structlog.get_logger()
BATCH = 500
POLL_S = 1.0
UNSETTLED_POLL_S = 0.02
RETRY_AFTER_S = 0.2


class ReactionsFailed(Exception):
    """Reactions of a test ended as dead letters; the causes are attached."""


def deliver_announcements() -> None:
    """Run all handlers until nothing is left, also for rows of the uncommitted transaction around it.

    For tests and the command line, in one thread; the worker calls run_delivery().
    Raises: ReactionsFailed when a reaction failed five times.
    """
    with scopes_disabled():
        ensure_cursors(HANDLERS)
        known = DeadLetter.objects.filter(failures__gte=DeadLetter.GIVEN_UP).count()
        while deliver_round(where=VISIBLE):
            pass
        dead = DeadLetter.objects.filter(failures__gte=DeadLetter.GIVEN_UP).order_by("pk")[known:]
        if dead:
            raise ReactionsFailed([(letter.handler, letter.error) for letter in dead])


def run_delivery(stop: threading.Event) -> None:
    """Deliver until stop is set: woken by NOTIFY, looking every second anyway, back by itself when the database is."""
    bell = Bell()
    with scopes_disabled():
        while not stop.is_set():
            try:
                _deliver_until_quiet(stop)
                bell.wait(UNSETTLED_POLL_S if some_are_unsettled() else POLL_S, stop=stop)
            except (OperationalError, InterfaceError):
                log.warning("delivery_lost_the_database")
                connection.close()
                stop.wait(POLL_S)
    bell.close()
    connection.close()


def _deliver_until_quiet(stop: threading.Event) -> None:
    ensure_cursors(HANDLERS)
    while not stop.is_set() and deliver_round():
        pass


def deliver_round(*, where: str = SETTLED) -> int:
    """Give each handler that has something to read one batch; return how many rows were passed."""
    return sum(deliver_batch(HANDLERS[name], where=where) for name in _behind(where))


def _behind(where: str) -> list[str]:
    """Return the names of the handlers with something to read, in one query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select h.name from unnest(%s::text[], %s::text[]) as h(name, kind) "
            "join announcements_cursor c on c.name = h.name where exists ("
            "  select from announcements_logged l where l.kind = h.kind "
            f" and (l.generation, l.xid, l.id) > (c.generation, c.xid, c.logged_id) and {where})",
            [list(HANDLERS), [one.kind for one in HANDLERS.values()]],
        )
        return [name for (name,) in cursor.fetchall()]


def deliver_batch(handler: Handler, *, where: str = SETTLED) -> int:
    """Give a handler its next rows in one transaction; return how many it is done with.

    A row whose reaction failed stops the batch: what came before it is committed with the cursor, and
    the failure is counted in the same transaction.
    """
    with transaction.atomic():
        position = take_cursor(handler.name)
        entries = [] if position is None else after(position, kind=handler.kind, limit=BATCH, where=where)
        done = _react_to_all(handler, entries)
        if done:
            move_cursor(handler.name, to=entries[done - 1].position)
    if entries and done < len(entries):
        _wait_before_trying_again(where)
        return max(done, 1)
    return done


def _wait_before_trying_again(where: str) -> None:
    if where is SETTLED:
        time.sleep(RETRY_AFTER_S)


def _react_to_all(handler: Handler, entries: Sequence[Entry]) -> int:
    """React to rows in order; return how many are done with, by success or as dead letters."""
    if handler.takes_batch and len(entries) > 1 and _try(handler, entries) is None:
        return len(entries)
    failed_before = failing_rows(handler.name, entries)
    for done, entry in enumerate(entries):
        failure = _try(handler, [entry])
        if failure is None:
            if entry.position.logged_id in failed_before:
                forget_failure(handler.name, entry)
        elif note_failure(handler.name, entry, failure) < DeadLetter.GIVEN_UP:
            return done
    return len(entries)


def _try(handler: Handler, entries: Sequence[Entry]) -> Exception | None:
    """React in a savepoint; return what went wrong, with every effect undone, or None."""
    try:
        with transaction.atomic():
            events = [entry.event for entry in entries]
            handler.react(events if handler.takes_batch else events[0])
            connection.check_constraints()  # a foreign key that is checked at COMMIT would fail the whole batch
    except Exception as error:
        if connection.needs_rollback or (isinstance(error, DatabaseError) and not connection.is_usable()):
            raise
        log.error("reaction_failed", handler=handler.name, row=entries[0].position.logged_id, where=what_failed(error))
        return error
    return None
