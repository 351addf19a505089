"""Watching the log: has anything of these kinds come to light since somebody last looked?"""

from collections.abc import Iterable

from django.db import connection

from linan.ground.announcements.order import GENERATION

# A row may be committed after one with a higher id: what counts is whose transaction had not ended at the last look.
LOOK = f"""
select pg_snapshot_xmin(pg_current_snapshot())::text, array(
    select l.id from announcements_logged l
    where l.kind = any(%s) and l.generation = {GENERATION} and l.xid >= %s::text::xid8
)
"""
SINCE_NOW = "select pg_snapshot_xmin(pg_current_snapshot())::text"


class Watch:
    """Remembers what of some kinds it has seen. Cheap enough to ask before every look into a copy of the tables."""

    def __init__(self, kinds: Iterable[str]) -> None:
        self._kinds = list(kinds)
        self._oldest_open = ""
        self._seen: frozenset[int] = frozenset()

    def is_news(self) -> bool:
        """Return whether something was committed since the last call; the first call says yes."""
        is_first = not self._oldest_open
        with connection.cursor() as cursor:
            if is_first:
                cursor.execute(SINCE_NOW)
                (self._oldest_open,) = cursor.fetchone() or ("",)
            cursor.execute(LOOK, [self._kinds, self._oldest_open])
            oldest_open, ids = cursor.fetchone() or ("", [])
        is_news = is_first or not self._seen.issuperset(ids)
        self._oldest_open, self._seen = oldest_open, frozenset(ids)
        return is_news
