"""The seal: a hash chain over the log, so that a changed, missing or moved row is found and named.

Each link is sha256(previous link || canonical JSON of the row). Generation and transaction id stay out:
they belong to the server that wrote the row. The chain runs behind the critical path, in the worker.
Whoever may write the database can forge a whole new chain; note chain_head() somewhere else now and then.
"""

import hashlib
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC
from typing import Literal

import structlog
from django.db import InterfaceError, OperationalError, connection, transaction

from linan.ground.announcements.cursors import SEALER, ensure_cursors, move_cursor, position_of, take_cursor
from linan.ground.announcements.handlers import HANDLERS
from linan.ground.announcements.listening import Bell
from linan.ground.announcements.models import Seal
from linan.ground.announcements.order import SETTLED, START, Entry, after

log = structlog.get_logger()
BATCH = 2000
POLL_S = 1.0
FIRST = bytes(32)


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the chain: how many rows are sealed, and the last link in hexadecimal."""

    position: int
    hash: str


@dataclass(frozen=True, slots=True)
class Fault:
    """The first place where the chain does not hold. `position` counts links from 1; 0: the row has no link."""

    what: Literal["tampered", "missing", "reordered", "unsealed"]
    position: int
    logged_id: int


def seal_batch(*, where: str = SETTLED) -> int:
    """Link the next rows into the chain; return how many."""
    with transaction.atomic():
        ensure_cursors([SEALER, *HANDLERS])  # before the seal moves on: on a new log every handler starts with it
        position = take_cursor(SEALER)
        entries = [] if position is None else after(position, limit=BATCH, where=where)
        if entries:
            Seal.objects.bulk_create(_links(entries))
            move_cursor(SEALER, to=entries[-1].position)
    return len(entries)


def run_sealer(stop: threading.Event) -> None:
    """Seal until stop is set."""
    bell = Bell()
    while not stop.is_set():
        try:
            while seal_batch() == BATCH and not stop.is_set():
                pass
            bell.wait(POLL_S, stop=stop)
            stop.wait(POLL_S / 4)  # rows of a burst share one transaction here
        except (OperationalError, InterfaceError):
            log.warning("sealer_lost_the_database")
            connection.close()
            stop.wait(POLL_S)
    bell.close()
    connection.close()


def chain_head() -> Head:
    """Return the end of the chain as it is stored."""
    last = Seal.objects.order_by("-position").first()
    return Head(0, FIRST.hex()) if last is None else Head(last.position, bytes(last.hash).hex())


def verify_chain() -> Fault | None:
    """Walk the whole chain and return the first fault, or None when every row is as it was sealed."""
    previous, expected = FIRST, 1
    for seal, entry in _sealed_rows():
        if seal.position != expected:
            return Fault("missing", expected, seal.logged_id)
        if entry is None:
            return Fault("missing", seal.position, seal.logged_id)
        if link(previous, entry) != bytes(seal.hash):
            return _why(seal, previous)
        previous, expected = bytes(seal.hash), expected + 1
    return _fault_at_the_end(expected) or _row_without_link()


def link(previous: bytes, entry: Entry) -> bytes:
    """Return the link of a row behind the previous link."""
    return hashlib.sha256(previous + canonical(entry)).digest()


def canonical(entry: Entry) -> bytes:
    """Return the sealed columns of a row as JSON with sorted keys, no spaces, UTF-8, time in UTC."""
    columns = {
        "id": entry.position.logged_id,
        "kind": entry.kind,
        "at": entry.at.astimezone(UTC).isoformat(),
        "by": entry.by_id,
        "org": entry.org_id,
        "about": entry.about,
        "payload": entry.payload_json,
        "mode": entry.mode,
    }
    return json.dumps(columns, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _links(entries: list[Entry]) -> Iterator[Seal]:
    head = chain_head()
    previous = bytes.fromhex(head.hash)
    for position, entry in enumerate(entries, start=head.position + 1):
        previous = link(previous, entry)
        yield Seal(position=position, logged_id=entry.position.logged_id, hash=previous)


def _sealed_rows() -> Iterator[tuple[Seal, Entry | None]]:
    """Yield every link with its row, in the order of the chain."""
    reached = 0
    while seals := list(Seal.objects.filter(position__gt=reached).order_by("position")[:BATCH]):
        rows = _rows([seal.logged_id for seal in seals])
        yield from ((seal, rows.get(seal.logged_id)) for seal in seals)
        reached = seals[-1].position


def _rows(ids: list[int]) -> dict[int, Entry]:
    wanted = ",".join(str(int(one)) for one in ids)
    found = after(START, limit=len(ids), where=f"l.id in ({wanted})")
    return {entry.position.logged_id: entry for entry in found}


def _why(seal: Seal, previous: bytes) -> Fault:
    """Tell a row that was changed from one that stands where another row was sealed."""
    was_sealed = bytes(seal.hash)
    for entry in _whole_log():
        if link(previous, entry) == was_sealed:
            return Fault("reordered", seal.position, seal.logged_id)
    return Fault("tampered", seal.position, seal.logged_id)


def _whole_log() -> Iterator[Entry]:
    position = START
    while entries := after(position, limit=BATCH, where="true"):
        yield from entries
        position = entries[-1].position


def _fault_at_the_end(expected: int) -> Fault | None:
    """Return a fault when links were cut off the end: the sealer remembers its last row."""
    last = position_of(SEALER).logged_id
    if last and not Seal.objects.filter(logged_id=last, position=expected - 1).exists():
        return Fault("missing", expected, last)
    return None


def _row_without_link() -> Fault | None:
    """Return a fault when a row stands before the sealed end that was never sealed."""
    end = position_of(SEALER)
    unsealed = after(
        START, up_to=end, limit=1, where="not exists (select from announcements_seal s where s.logged_id = l.id)"
    )
    return Fault("unsealed", 0, unsealed[0].position.logged_id) if unsealed else None
