"""Any process may be killed at any moment: the house goes on within ten seconds and keeps every reading once."""

import json
import random
import socket
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import cycle, islice
from pathlib import Path

import psutil
import psycopg
import pytest

from linan.demo.outcome import COUNT_STORED
from linan.ground.database.address import DATABASE, USER, socket_folder
from tests.running import House, answers, running_demo

pytestmark = pytest.mark.chaos

TARGETS = ("web", "a web worker", "intake", "postgres", "worker", "live")
KILLS = 24
SEED = 20241101
GOES_ON_WITHIN_S = 10.0
LOOK_EVERY_S = 0.1
COUNT_ROWS_DOUBLED = "select count(*) - count(distinct (series_id, at)) from monitoring_reading"
COUNT_OPEN_DOUBLED = """
    select count(*) from (select from monitoring_alarm where cleared_at is null
    group by condition_id, series_id having count(*) > 1) doubled
"""
COUNT_ALARMS = "select count(*) from monitoring_alarm"
COUNT_TOLD = "select count(*) from announcements_logged where kind = 'monitoring.AlarmRaised'"
COUNT_TOLD_ONCE = """
    select count(distinct a.id) from monitoring_alarm a join announcements_logged l
      on l.kind = 'monitoring.AlarmRaised' and (l.payload->>'alarm_id')::bigint = a.id
"""
COUNT_UNSEALED = """
    select count(*) from announcements_logged l
    where not exists (select from announcements_seal s where s.logged_id = l.id)
"""
COUNT_DEAD_LETTERS = "select count(*) from announcements_deadletter"
RESTART_STORY = "update demo_story set run = run + 1, position_s = 0, is_paused = false"


@dataclass(frozen=True, slots=True)
class Kill:
    """What was killed, and how many seconds later the house went on."""

    target: str
    seconds: float


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    # Not below pytest's folder: every other run of pytest closes it to PostgreSQL's account, which must enter again.
    with tempfile.TemporaryDirectory(prefix="linan-kills-", ignore_cleanup_errors=True) as folder:
        with running_demo(Path(folder), "--story", "fire", "--speed", "10") as running:
            yield running


def test_the_house_survives_every_kill_and_no_reading_is_lost_or_doubled(house: House) -> None:
    dice = random.Random(SEED)
    wait_until(lambda: journal_size(house) > 0)

    kills = []
    for number, target in enumerate(islice(cycle(TARGETS), KILLS)):
        if number == KILLS // 2:
            ask(house, RESTART_STORY)
        time.sleep(dice.uniform(0.5, 2.5))
        kills.append(kill(house, target))
    time.sleep(3)
    wait_until(lambda: ask(house, COUNT_UNSEALED) == 0)

    devices, keys, moments = acknowledged(house)
    stored, distinct = ask_row(house, COUNT_STORED, devices, keys, moments)
    alarms = ask(house, COUNT_ALARMS)
    slowest = max(kills, key=lambda one: one.seconds)
    print(
        f"\n{len(kills)} kills, at most {slowest.seconds:.1f} s until the house went on ({slowest.target}); "
        f"{len(moments)} readings, {len(moments) - distinct} lost, {stored - distinct} doubled; {alarms} alarms"
    )
    for target in TARGETS:
        print(f"  {target}: {[round(one.seconds, 1) for one in kills if one.target == target]} s")
    assert (len(moments) - distinct, stored - distinct, ask(house, COUNT_ROWS_DOUBLED)) == (0, 0, 0)
    assert ask(house, COUNT_OPEN_DOUBLED) == 0
    assert (ask(house, COUNT_TOLD), ask(house, COUNT_TOLD_ONCE)) == (alarms, alarms)
    assert ask(house, COUNT_DEAD_LETTERS) == 0
    assert alarms >= 1


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
    """Wait until something happened, at most ten seconds since then. Raises: TimeoutError."""
    until = (time.monotonic() if since is None else since) + GOES_ON_WITHIN_S
    while not happened():
        if time.monotonic() > until:
            raise TimeoutError(f"not within {GOES_ON_WITHIN_S} s")
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
    rows = [(one["device"], key, datetime.fromtimestamp(one["ts"] / 1000, UTC)) for one in sent for key in one["keys"]]
    return [row[0] for row in rows], [row[1] for row in rows], [row[2] for row in rows]


def ask(house: House, statement: str) -> int:
    """Return the one number of a statement, or how many rows it changed."""
    with psycopg.connect(host=str(socket_folder(house.data)), user=USER, dbname=DATABASE) as connection:
        cursor = connection.execute(statement)
        row = cursor.fetchone() if cursor.description else (cursor.rowcount,)
        assert row is not None
        return int(row[0])


def ask_row(house: House, statement: str, *columns: list[str] | list[datetime]) -> tuple[int, int]:
    """Return the two numbers of a statement about columns of readings."""
    with psycopg.connect(host=str(socket_folder(house.data)), user=USER, dbname=DATABASE) as connection:
        row = connection.execute(statement, columns).fetchone()
        assert row is not None
        return int(row[0]), int(row[1])
