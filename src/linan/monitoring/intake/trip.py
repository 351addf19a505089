"""One transaction in one trip: its statements go to PostgreSQL together and are answered together."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection
from psycopg import Cursor

Send = Callable[[str, Sequence[Any] | Mapping[str, Any]], object]


@contextmanager
def one_trip() -> Iterator[Send]:
    """Yield what sends a statement whose rows nobody needs; the block ends after COMMIT. Raises: django.db.Error.

    Values go beside the statements, not in them, and each statement is planned once: Django's own cursors do neither.
    """
    connection.ensure_connection()
    with connection.wrap_database_errors, connection.connection.pipeline(), Cursor(connection.connection) as cursor:
        cursor.execute("begin")
        yield lambda statement, values: cursor.execute(statement, values, prepare=True)
        cursor.execute("commit")
