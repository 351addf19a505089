"""Killing processes of a running house, and asking it afterwards."""

import json
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psutil
import psycopg

from linan.ground.database.address import DATABASE, USER, socket_folder
from tests.running import House, answers

GIVEN_UP_AFTER_S = 90.0
LOOK_EVERY_S = 0.1


@dataclass(frozen=True, slots=True)
class Kill:
    """What was killed, and how many seconds later the house went on."""

    target: str
    seconds: float


def kill(house: House, target: str) -> Kill:
    """Kill a process with SIGKILL and wait until the house goes on. Raises: TimeoutError when it does not."""
    victim = processes(house, target)[0]
    running_before = len(processes(house, target))
    begin = time.monotonic()
    victim.kill()
    wait_until(lambda: victim not in (now := processes(house, target)) and len(now) == running_before, since=begin)
    wait_until(lambda: listens(house, "LINAN_LIVE_PORT") and answers(house), since=begin)
    if target in {"intake", "postgres"}:
        size = journal_size(house)
        wait_until(lambda: journal_size(house) > size, since=begin)
    return Kill(target, time.monotonic() - begin)


def processes(house: House, target: str) -> list[psutil.Process]:
    """Return the running processes of that name; the web's own workers are children of the web."""
    if target == "a web worker":
        return [worker for web in processes(house, "web") for worker in children(web) if is_called(worker, "web")]
    return [child for child in children(psutil.Process(house.process.pid)) if is_called(child, target)]


def children(process: psutil.Process) -> list[psutil.Process]:
    """Return the processes that one has started, none when it has ended meanwhile."""
    try:
        return process.children()
    except psutil.NoSuchProcess:
        return []


def is_called(process: psutil.Process, target: str) -> bool:
    """Return whether the command line is that of `linan <target>`, or of the private PostgreSQL."""
    try:
        words = process.cmdline()
    except psutil.NoSuchProcess:
        return False
    return words[1:2] == ["-D"] if target == "postgres" else words[-2:] == ["linan.config.cli", target]


def wait_until(happened: Callable[[], bool], *, since: float | None = None) -> None:
    """Wait until something happened, at most a minute and a half since then. Raises: TimeoutError."""
    until = (time.monotonic() if since is None else since) + GIVEN_UP_AFTER_S
    while not happened():
        if time.monotonic() > until:
            raise TimeoutError(f"not within {GIVEN_UP_AFTER_S} s")
        time.sleep(LOOK_EVERY_S)


def listens(house: House, port: str) -> bool:
    """Return whether somebody takes connections there."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", int(house.environ[port]))) == 0


def journal(house: House) -> Path:
    """Return the file of the publications that were acknowledged to their devices."""
    return house.data / "demo" / "journal.jsonl"


def journal_size(house: House) -> int:
    """Return how many bytes of acknowledgements there are."""
    return journal(house).stat().st_size if journal(house).exists() else 0


def acknowledged(house: House) -> tuple[list[str], list[str], list[datetime]]:
    """Return device, key and moment of every acknowledged reading; the simulator may be writing the last line."""
    lines = journal(house).read_text(encoding="utf-8").rpartition("\n")[0].splitlines()
    sent = [json.loads(line) for line in lines]
    found = [(one["device"], key, datetime.fromtimestamp(one["ts"] / 1000, UTC)) for one in sent for key in one["keys"]]
    return [row[0] for row in found], [row[1] for row in found], [row[2] for row in found]


def ask(house: House, statement: str) -> int:
    """Return the one number of a statement."""
    ((number,),) = rows(house, statement)
    return int(number)


def rows(house: House, statement: str, *columns: object) -> list[tuple[Any, ...]]:
    """Return the rows of a statement."""
    with _connected(house) as connection:
        return connection.execute(statement, columns or None).fetchall()


def tell(house: House, statement: str) -> None:
    """Run a statement that changes something."""
    with _connected(house) as connection:
        connection.execute(statement)


def _connected(house: House) -> psycopg.Connection[tuple[Any, ...]]:
    return psycopg.connect(host=str(socket_folder(house.data)), user=USER, dbname=DATABASE)
