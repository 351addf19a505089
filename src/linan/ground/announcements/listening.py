"""Hearing that something was announced: a LISTEN connection that comes back by itself."""

import threading
from contextlib import suppress
from typing import Any

import psycopg
import structlog
from django.db import connection

from linan.ground.announcements.log import CHANNEL

log = structlog.get_logger()


class Bell:
    """Waits for announcements of other transactions. Not shared between threads."""

    def __init__(self) -> None:
        self._line: psycopg.Connection[tuple[object, ...]] | None = None

    def wait(self, seconds: float, *, stop: threading.Event) -> None:
        """Return when something was announced, or after so many seconds, or when stop is set."""
        try:
            if self._line is None:
                self._line = open_line()
                return  # what was announced before the line stood would otherwise be overheard
            for _heard in self._line.notifies(timeout=seconds, stop_after=1):
                return
        except psycopg.OperationalError:
            log.warning("listening_lost")
            self.close()
            stop.wait(seconds)

    def close(self) -> None:
        """Hang up."""
        if self._line is not None:
            with suppress(psycopg.Error):
                self._line.close()
        self._line = None


def open_line() -> psycopg.Connection[tuple[object, ...]]:
    """Open a connection that listens. Raises: psycopg.OperationalError."""
    line = psycopg.connect(**line_parameters(), autocommit=True)
    line.execute(f"listen {CHANNEL}")
    return line


def line_parameters() -> dict[str, Any]:
    """Return psycopg's parameters for the database that Django uses."""
    own = connection.get_connection_params()
    known = ("dbname", "user", "password", "host", "port", *connection.settings_dict["OPTIONS"])
    return {name: own[name] for name in known if own.get(name)} | {"connect_timeout": 5}
