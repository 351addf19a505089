"""The private PostgreSQL server of a data folder: made, started, watched and stopped."""

import fcntl
import json
import os
import pwd
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from linan.ground.database import binaries
from linan.ground.database.address import DATABASE, USER, socket_folder
from linan.ground.database.external import check_version
from linan.ground.database.refusals import (
    FolderDamaged,
    FolderForeign,
    FolderOfOtherVersion,
    NoRoom,
    ProgramFailed,
    ServerDidNotStart,
    SocketFolderTaken,
)
from linan.ground.database.secrets import ensure_secrets

MARKER = "linan.json"
START_WITHIN_S = 60.0
LEAST_ROOM_MB = 300
_MEGABYTE = 1_000_000
_POLL_S = 0.05
_OF_THE_SERVER = {
    "listen_addresses": "",
    "max_connections": "120",
    "shared_buffers": "192MB",
    "max_wal_size": "2GB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "jit": "off",
}
_NOT_DURABLE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass(frozen=True, slots=True)
class Command:
    """What the supervisor runs: the words of the command line and the system user (None: ours)."""

    words: tuple[str, ...]
    user: str | None


@dataclass(frozen=True, slots=True)
class Health:
    """Whether the server answers, and what it says of itself."""

    is_up: bool
    sentence: str


def ensure_running(data: Path, *, durable: bool = True) -> None:
    """Make the data folder ready and its server answer; with DATABASE_URL only check the version there.

    durable: False gives up safety against a power cut, for tests.
    Raises: FolderDamaged, FolderForeign, FolderOfOtherVersion, NoRoom, ServerDidNotStart, ServerTooOld.
    """
    ensure_secrets(data)
    if url := os.environ.get("DATABASE_URL"):
        check_version(url)
        return
    with _alone(data):
        prepare(data)
        if not _answers(data):
            _start_in_background(data, durable=durable)
        make_database(data)


@contextmanager
def running(data: Path) -> Iterator[None]:
    """Keep the server up for a while, and stop it afterwards if it was down before."""
    was_up = health(data).is_up
    ensure_running(data)
    try:
        yield
    finally:
        if not was_up:
            stop(data)


def prepare(data: Path) -> None:
    """Check the folder, or make it with initdb, so that `command` can run."""
    folder = _cluster(data)
    _look_for_room(data)
    user = binaries.system_user()
    binaries.open_programs_to(user)
    _make_socket_folder(data, user)
    if user is not None:
        folder.parent.mkdir(parents=True, exist_ok=True)
        binaries.let_through(folder)
    if folder.exists() and any(folder.iterdir()):
        _check(folder)
    else:
        _initialise(folder, user)
    _forget_stale_pid(folder)


def command(data: Path, *, durable: bool = True) -> Command:
    """Return how to run the server in the foreground."""
    options = {**_OF_THE_SERVER, "unix_socket_directories": str(socket_folder(data))}
    options |= {} if durable else _NOT_DURABLE
    words = [binaries.program("postgres"), "-D", str(_cluster(data))]
    for key, value in options.items():
        words += ["-c", f"{key}={value}"]
    return Command(words=tuple(words), user=binaries.system_user())


def wait_until_up(data: Path, *, within_s: float = START_WITHIN_S) -> None:
    """Wait until the server takes connections.

    Raises: ServerDidNotStart after `within_s` seconds.
    """
    until = time.monotonic() + within_s
    while not _answers(data):
        if time.monotonic() > until:
            raise ServerDidNotStart(log=str(server_log(data)))
        time.sleep(_POLL_S)


def make_database(data: Path) -> None:
    """Create Lin'an's database in the server when it is missing."""
    with _connect(data, "postgres") as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone() is None:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))


def stop(data: Path) -> None:
    """Stop the server of the folder if it runs; open transactions roll back."""
    if _live_pid(_cluster(data)) is None:
        return
    if binaries.system_user() is not None:
        binaries.let_through(_cluster(data))
    done = _run("pg_ctl", "-D", str(_cluster(data)), "-m", "fast", "-w", "-t", "60", "stop")
    if done.returncode != 0 and _live_pid(_cluster(data)) is not None:
        raise ProgramFailed(program="pg_ctl stop", because=done.stderr.strip())


def health(data: Path) -> Health:
    """Return whether the server answers."""
    try:
        with _connect(data, "postgres") as connection:
            row = connection.execute("SELECT current_setting('server_version')").fetchone()
    except psycopg.OperationalError as error:
        return Health(is_up=False, sentence=str(error).strip())
    return Health(is_up=True, sentence=f"PostgreSQL {row[0] if row else ''}".strip())


def server_log(data: Path) -> Path:
    """Return the file the server writes its log to."""
    return data / "logs" / "postgres.log"


def open_log(data: Path) -> int:
    """Open the server's log for appending and return its descriptor."""
    server_log(data).parent.mkdir(parents=True, exist_ok=True)
    return os.open(server_log(data), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o640)


def _cluster(data: Path) -> Path:
    return data / "postgres"


def _connect(data: Path, database: str) -> psycopg.Connection[tuple[object, ...]]:
    place = str(socket_folder(data))
    return psycopg.connect(host=place, user=USER, dbname=database, autocommit=True, connect_timeout=5)


def _answers(data: Path) -> bool:
    return _live_pid(_cluster(data)) is not None and health(data).is_up


def _look_for_room(data: Path) -> None:
    free = shutil.disk_usage(data).free // _MEGABYTE
    if free < LEAST_ROOM_MB:
        raise NoRoom(folder=str(data), free=free, least=LEAST_ROOM_MB)


def _check(folder: Path) -> None:
    version = folder / "PG_VERSION"
    if not version.exists():
        raise FolderDamaged(folder=str(folder))
    if not (folder / MARKER).exists():
        raise FolderForeign(folder=str(folder))
    found, wanted = version.read_text().strip(), binaries.major_version()
    if found != str(wanted):
        raise FolderOfOtherVersion(folder=str(folder), found=found, wanted=wanted)


def _initialise(folder: Path, user: str | None) -> None:
    """Run initdb in a folder beside and rename it, so that a half-made database never takes the place."""
    draft = folder.with_name(f"{folder.name}.new")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True, mode=0o700)
    binaries.give(draft, user)
    options = "--auth=trust --encoding=UTF8 --locale=C --locale-provider=builtin --builtin-locale=C.UTF-8"
    done = _run("initdb", "-D", str(draft), "-U", USER, "--data-checksums", *options.split())
    if done.returncode != 0:
        raise ProgramFailed(program="initdb", because=done.stderr.strip())
    (draft / MARKER).write_text(json.dumps({"made_by": "linan", "postgresql": binaries.major_version()}))
    binaries.give(draft / MARKER, user)
    if folder.exists():
        folder.rmdir()
    draft.rename(folder)


def _run(name: str, *words: str) -> subprocess.CompletedProcess[str]:
    """Run one of PostgreSQL's programs as the server's user, from a folder that every user may enter."""
    words = (binaries.program(name), *words)
    return subprocess.run(words, capture_output=True, text=True, user=binaries.system_user(), cwd="/")


def _make_socket_folder(data: Path, user: str | None) -> None:
    """Make the folder only its owner may enter: whoever reaches the socket is the database's superuser."""
    folder = socket_folder(data)
    folder.mkdir(mode=0o700, exist_ok=True)
    ours = {os.geteuid()} | ({pwd.getpwnam(user).pw_uid} if user else set())
    if folder.is_symlink() or folder.stat().st_uid not in ours:
        raise SocketFolderTaken(folder=str(folder))
    binaries.give(folder, user)
    folder.chmod(0o700)


def _live_pid(folder: Path) -> int | None:
    """Return the pid of the running server; a pid that now is another program's does not count."""
    try:
        pid = int((folder / "postmaster.pid").read_text().split("\n", 1)[0])
        os.kill(pid, 0)
    except (OSError, ValueError):
        return None
    words = Path(f"/proc/{pid}/cmdline")
    if Path("/proc/self").exists() and str(folder).encode() not in _read(words):
        return None
    return pid


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _forget_stale_pid(folder: Path) -> None:
    """Remove what a server killed with SIGKILL left behind, lest a pid used again blocks the start."""
    if _live_pid(folder) is None:
        (folder / "postmaster.pid").unlink(missing_ok=True)


def _start_in_background(data: Path, *, durable: bool) -> None:
    run = command(data, durable=durable)
    log = open_log(data)
    until = time.monotonic() + START_WITHIN_S
    while not _answers(data):
        # The children of a killed server hold its memory for a moment, and refuse a new one until they end.
        server = subprocess.Popen(
            run.words, user=run.user, stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True, cwd="/"
        )
        while server.poll() is None and not _answers(data) and time.monotonic() < until:
            time.sleep(_POLL_S)
        if time.monotonic() > until:
            server.terminate()
            raise ServerDidNotStart(log=str(server_log(data)))
    os.close(log)


@contextmanager
def _alone(data: Path) -> Iterator[None]:
    """Let one starter in at a time."""
    with (data / "starting.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
