"""`linan up`: the private database and every process on one box, healed when one dies."""

import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from linan.config.child import Child
from linan.config.paths import DATA
from linan.config.ports import choose_ports, wanted_ports
from linan.ground.database import server
from linan.ground.database.secrets import ensure_secrets
from linan.ground.refusals import Refused
from linan.ground.text import noop

PROCESSES = ("web", "live", "intake", "worker")
_LOOK_EVERY_S = 0.1
_END_WITHIN_S = 10.0
_PAGES_WITHIN_S = 60.0


class AlreadyUp(Refused):
    """Another supervisor keeps this data folder."""

    code = "already_up"
    msgid = noop("Lin'an is already running on %(folder)s. Stop it first, or set LINAN_DATA to another folder.")


class MigrationFailed(Refused):
    """The tables could not be brought up to date."""

    code = "migration_failed"
    status = 503
    msgid = noop("The tables could not be brought up to date. Read what stands above, then start again.")


class Supervisor:
    """Starts the processes in order, looks after them, and stops them in the reverse order."""

    def __init__(self, *, guest: tuple[str, tuple[str, ...]] | None = None) -> None:
        """guest: name and words of one more process, begun last; when it ends well or ill, all end with its code."""
        self.address = os.environ.get("LINAN_BIND", "127.0.0.1")
        self.guest_words = guest
        self.guest: Child | None = None
        self.children: list[Child] = []
        self.is_ending = False

    def run(self) -> int:
        """Run until SIGINT or SIGTERM; return the exit code."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._note_end)
        ensure_secrets(DATA)
        with _only_one():
            try:
                self._start()
                self._look_after()
            finally:
                self._stop()
        return self._guests_code()

    def _guests_code(self) -> int:
        """Return how the guest ended; being told to stop is no failure."""
        process = self.guest.process if self.guest is not None else None
        return 0 if process is None or process.returncode is None else max(process.returncode, 0)

    def _start(self) -> None:
        environ = self._environ()
        if not os.environ.get("DATABASE_URL"):
            self._start_database(environ)
        _say("tables are brought up to date")
        if subprocess.run(_words("migrate"), env=environ, stdout=subprocess.DEVNULL).returncode != 0:
            raise MigrationFailed()
        for name in PROCESSES:
            self._add(Child(name, _words(name), environ, DATA / "logs" / f"{name}.log"))
        port = int(environ["LINAN_WEB_PORT"])
        if self._wait_for_pages(port):
            _say(f"Lin'an is at http://localhost:{port}/ · Ctrl-C stops it")
        if self.guest_words is not None and not self.is_ending:
            name, words = self.guest_words
            self.guest = Child(name, words, environ, None)
            self._add(self.guest)

    def _environ(self) -> dict[str, str]:
        """Return the children's environment: every one knows the ports of all."""
        chosen, wanted = choose_ports(os.environ, self.address), wanted_ports(os.environ)
        for name, port in chosen.items():
            if port != wanted[name]:
                _say(f"port {wanted[name]} is taken, {port} is used instead ({name})")
        return {**os.environ, **{name: str(port) for name, port in chosen.items()}, "LINAN_BIND": self.address}

    def _start_database(self, environ: dict[str, str]) -> None:
        server.stop(DATA)
        run = server.command(DATA)
        log = server.server_log(DATA)
        self._add(
            Child(
                "postgres",
                run.words,
                environ,
                log,
                user=run.user,
                stop_signal=signal.SIGINT,
                before=lambda: server.prepare(DATA),
            )
        )
        while not server.health(DATA).is_up and not self.is_ending:
            self._look()
            time.sleep(_LOOK_EVERY_S)
        server.make_database(DATA)

    def _add(self, child: Child) -> None:
        child.start()
        self.children.append(child)
        _say(f"{child.name} runs")

    def _look(self) -> None:
        for child in self.children:
            if child is self.guest:
                self.is_ending = self.is_ending or child.has_ended
            elif said := child.look_after():
                _say(said)

    def _look_after(self) -> None:
        while not self.is_ending:
            self._look()
            time.sleep(_LOOK_EVERY_S)

    def _wait_for_pages(self, port: int) -> bool:
        until = time.monotonic() + _PAGES_WITHIN_S
        while time.monotonic() < until and not self.is_ending:
            self._look()
            if _listens(port, self.address):
                return True
            time.sleep(_LOOK_EVERY_S)
        if not self.is_ending:
            _say(f"the pages do not answer yet: read {DATA / 'logs' / 'web.log'}")
        return False

    def _stop(self) -> None:
        """End the processes together, and the database when nothing needs it any more."""
        others = [child for child in reversed(self.children) if child.name != "postgres"]
        for child in others:
            child.ask_to_end()
        for child in others + [child for child in self.children if child.name == "postgres"]:
            child.end(within_s=_END_WITHIN_S)
            _say(f"{child.name} is stopped")

    def _note_end(self, number: int, frame: FrameType | None) -> None:
        self.is_ending = True


def _words(name: str) -> tuple[str, ...]:
    return (sys.executable, "-m", "linan.config.cli", name)


def _listens(port: int, address: str) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1" if address == "0.0.0.0" else address, port)) == 0


def _say(sentence: str) -> None:
    print(f"  {sentence}", flush=True)


@contextmanager
def _only_one() -> Iterator[None]:
    """Hold the data folder's lock, which ends with this process however it ends."""
    with (DATA / "up.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise AlreadyUp(folder=str(DATA)) from error
        yield
