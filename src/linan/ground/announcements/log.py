"""announce(): put what happened in the log, in the transaction of what happened."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from linan.ground.announcements.kinds import Announcement, payload_of
from linan.ground.announcements.models import Logged

CHANNEL = "announced"

# For one statement that writes and announces: after `with … told as (select kind, org_id, about, payload, mode …)` LOG_TOLD
# is a part that logs them in that order, by the system at %(now)s; selecting WAKE wakes the listeners.
LOG_TOLD = """
insert into announcements_logged (kind, at, org_id, about, payload, mode)
select kind, %(now)s, org_id, about, payload, mode from told
"""
WAKE = f"pg_notify('{CHANNEL}', '')"


def quoted_kind(event: type[Announcement]) -> str:
    """Return how a kind is called in such a statement."""
    return f"'{event.kind}'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One announcement with what stands beside it: organisation, changed things, mode."""

    event: Announcement
    org_id: int | None
    about: Sequence[str]
    mode: str = "real"


def announce(
    event: Announcement, *, by_id: int | None, org_id: int | None, about: Sequence[str], now: datetime,
    mode: str = "real",
) -> None:
    """Log one announcement.

    by_id: the person, None for the system. org_id: whose screens may hear of it. about: names of the
    changed things, "noun-id", the main one first.
    """
    announce_many([Told(event=event, org_id=org_id, about=about, mode=mode)], by_id=by_id, now=now)


def announce_many(told: Iterable[Told], *, by_id: int | None, now: datetime) -> None:
    """Log many announcements in one statement and wake the listeners once, at commit.

    Raises: RuntimeError outside a transaction, because an announcement belongs to its action.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("announce() belongs inside the transaction of the action that it announces")
    Logged.objects.bulk_create(
        Logged(
            kind=one.event.kind, at=now, by_id=by_id, org_id=one.org_id, about=list(one.about),
            payload=payload_of(one.event), mode=one.mode,
        )
        for one in told
    )
    with connection.cursor() as cursor:
        cursor.execute("select pg_notify(%s, '')", [CHANNEL])


