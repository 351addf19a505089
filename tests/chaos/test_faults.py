"""Faults below the intake: a full disk, a disk that syncs slowly, a PostgreSQL that stands still, a clock that jumps.

Counted each time: what was acknowledged and is not readable, and what is readable twice. Needs root (a small disk is
mounted), strace and libfaketime (LINAN_FAKETIME names its library elsewhere); by command, with the other faults: `./run test -m chaos`.
"""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import psutil
import psycopg
import pytest

from linan.ground.database.address import DATABASE, USER, socket_folder
from linan.monitoring.gateways._packets import Kind, packet
from tests.chaos.test_order import MAKE, SERVE, free_port, postmaster_of, until_open

pytestmark = pytest.mark.chaos
DISK_MB = 340        # the database asks for 300 to begin with, and then takes some 65
FAKETIME = os.environ.get("LINAN_FAKETIME", "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1")


@dataclass
class House:
    """An intake with a PostgreSQL of its own."""

    environ: dict[str, str]
    token: str
    intake: "subprocess.Popen[bytes]"

    @property
    def data(self) -> Path:
        """Its data folder."""
        return Path(self.environ["LINAN_DATA"])

    @property
    def port(self) -> int:
        """Where devices speak MQTT."""
        return int(self.environ["LINAN_MQTT_PORT"])

    def readable(self) -> list[float]:
        """Return every stored value."""
        address = f"host={socket_folder(self.data)} dbname={DATABASE} user={USER}"
        with psycopg.connect(address) as connection:
            return [value for (value,) in connection.execute("select value from monitoring_reading")]


    def received_over(self) -> timedelta:
        """Return how far apart the moments of receipt are."""
        address = f"host={socket_folder(self.data)} dbname={DATABASE} user={USER}"
        with psycopg.connect(address) as connection:
            row = connection.execute("select max(received_at) - min(received_at) from monitoring_reading").fetchone()
            return row[0] if row else timedelta()


@contextmanager
def house_in(folder: Path, **more: str) -> Iterator[House]:
    """Run an intake whose data lie in a folder. more: of its environment."""
    ports = {name: str(free_port()) for name in ("LINAN_MQTT_PORT", "LINAN_INTAKE_HTTP_PORT", "LINAN_INTAKE_METRICS_PORT")}
    environ = {**os.environ, **ports, "LINAN_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "linan.config.settings"}
    environ.pop("DATABASE_URL", None)
    made = subprocess.run([sys.executable, "-c", MAKE], env=environ, check=True, capture_output=True, text=True)
    intake = subprocess.Popen([sys.executable, "-c", SERVE], env={**environ, **more})
    try:
        until_open(int(ports["LINAN_MQTT_PORT"]))
        yield House(environ, made.stdout.split()[-1], intake)
    finally:
        intake.kill()
        intake.wait(20)
        stop = "import os, pathlib; from linan.ground.database.server import stop; stop(pathlib.Path(os.environ['LINAN_DATA']))"
        subprocess.run([sys.executable, "-c", stop], env=environ, check=True)


@dataclass
class Speaker:
    """A device that sends one value after the other and waits for each acknowledgement, whatever happens."""

    house: House
    sent: int = 0
    acknowledged: list[float] = field(default_factory=list)
    longest_s: float = 0.0
    _over: threading.Event = field(default_factory=threading.Event)

    def begin(self) -> "Speaker":
        """Speak in a thread until told to stop."""
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        return self

    def end(self) -> None:
        """Stop after the value under way."""
        self._over.set()
        self._thread.join(90)

    def _run(self) -> None:
        value = 1
        while not self._over.is_set():
            try:
                with socket.create_connection(("127.0.0.1", self.house.port), timeout=90) as line:
                    self._sign_in(line)
                    while not self._over.is_set():
                        self._say(line, value)
                        value += 1
            except OSError:
                time.sleep(0.2)

    def _sign_in(self, line: socket.socket) -> None:
        token = self.house.token.encode()
        line.sendall(packet(Kind.CONNECT, b"\0\4MQTT\4\x82\0\0\0\1o" + len(token).to_bytes(2, "big") + token))
        if line.recv(4) != b"\x20\2\0\0":
            raise ConnectionError

    def _say(self, line: socket.socket, value: int) -> None:
        began = time.monotonic()
        at_ms = 1_000 * (BEGAN_S + value)
        body = b'{"ts":%d,"values":{"smoke":%d}}' % (at_ms, value)
        line.sendall(packet(Kind.PUBLISH, b"\0\x17v1/devices/me/telemetry\0\1" + body, flags=2))
        self.sent = value
        if line.recv(4) != b"\x40\2\0\1":
            raise ConnectionError
        self.acknowledged.append(float(value))
        self.longest_s = max(self.longest_s, time.monotonic() - began)


BEGAN_S = int(time.time()) - 20_000  # a second of its own for each value, none of them ahead


def until(holds: Callable[[], bool], seconds: float = 90.0) -> None:
    """Wait until something holds."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.1)


def nothing_lost_nothing_doubled(house: House, speaker: Speaker) -> None:
    """Compare what was acknowledged with what can be read, once all of it lies in its place."""
    until(lambda: set(speaker.acknowledged) <= set(house.readable()))
    readable = house.readable()
    assert len(readable) == len(set(readable))
    assert set(readable) <= {float(value) for value in range(1, speaker.sent + 1)}


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """A disk of a few megabytes."""
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK_MB}m", "tmpfs", str(folder)], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(folder: Path) -> Path:
    """Fill a disk to the last byte; return the file that does."""
    ballast = folder / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(65_536))
        except OSError:
            return ballast


def test_on_a_full_disk_nothing_is_acknowledged_and_nothing_is_lost_when_there_is_room_again(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk, house_in(disk) as house:
        speaker = Speaker(house).begin()
        until(lambda: len(speaker.acknowledged) >= 50)
        ballast = fill(disk)
        time.sleep(20)
        ballast.unlink()
        after = len(speaker.acknowledged)
        until(lambda: len(speaker.acknowledged) >= after + 50)
        speaker.end()

        nothing_lost_nothing_doubled(house, speaker)


def test_a_disk_that_syncs_slowly_makes_acknowledgements_late_and_no_less_true(tmp_path: Path) -> None:
    with house_in(tmp_path) as house:
        speaker = Speaker(house).begin()
        until(lambda: len(speaker.acknowledged) >= 50)
        before = len(speaker.acknowledged)
        with slow_sync(house, seconds=0.4):
            time.sleep(10)
            during = len(speaker.acknowledged) - before
        after = len(speaker.acknowledged)
        until(lambda: len(speaker.acknowledged) >= after + 50)
        speaker.end()

        nothing_lost_nothing_doubled(house, speaker)
        assert 1 <= during <= 26
        assert speaker.longest_s >= 0.4


@contextmanager
def slow_sync(house: House, *, seconds: float) -> Iterator[None]:
    """Let every sync of PostgreSQL take so much longer."""
    server = psutil.Process(postmaster_of(str(house.data)))
    every = [word for one in [server, *server.children(recursive=True)] for word in ("-p", str(one.pid))]
    delay = f"inject=fdatasync,fsync:delay_enter={int(seconds * 1e6)}"
    tracer = subprocess.Popen(
        ["strace", "-f", "-e", "trace=fdatasync,fsync", "-e", delay, "-o", "/dev/null", *every], stderr=subprocess.DEVNULL
    )
    time.sleep(2)
    try:
        yield
    finally:
        tracer.send_signal(signal.SIGINT)
        tracer.wait(20)


def test_a_postgresql_that_stands_still_is_waited_for(tmp_path: Path) -> None:
    with house_in(tmp_path) as house:
        speaker = Speaker(house).begin()
        until(lambda: len(speaker.acknowledged) >= 50)
        server = psutil.Process(postmaster_of(str(house.data)))
        every = [server, *server.children(recursive=True)]
        for one in every:
            one.suspend()
        time.sleep(1)
        stood = len(speaker.acknowledged)
        time.sleep(20)
        still = len(speaker.acknowledged)
        for one in every:
            one.resume()
        until(lambda: len(speaker.acknowledged) >= still + 50)
        speaker.end()

        nothing_lost_nothing_doubled(house, speaker)
        assert still == stood


def test_a_postgresql_that_was_stopped_is_found_again(tmp_path: Path) -> None:
    with house_in(tmp_path) as house:
        speaker = Speaker(house).begin()
        until(lambda: len(speaker.acknowledged) >= 50)
        run = "import os, pathlib; from linan.ground.database import server; server.{}(pathlib.Path(os.environ['LINAN_DATA']))"
        subprocess.run([sys.executable, "-c", run.format("stop")], env=house.environ, check=True)
        time.sleep(15)
        subprocess.run([sys.executable, "-c", run.format("ensure_running")], env=house.environ, check=True)
        after = len(speaker.acknowledged)
        until(lambda: len(speaker.acknowledged) >= after + 50)
        speaker.end()

        nothing_lost_nothing_doubled(house, speaker)


def test_a_clock_that_jumps_loses_and_doubles_nothing(tmp_path: Path) -> None:
    clock = tmp_path / "clock"
    clock.write_text("+0")
    more = {"LD_PRELOAD": FAKETIME, "FAKETIME_TIMESTAMP_FILE": str(clock), "FAKETIME_NO_CACHE": "1", "DONT_FAKE_MONOTONIC": "1"}
    with house_in(tmp_path / "data", **more) as house:
        speaker = Speaker(house).begin()
        for jump in ("+0", "-1h", "+2h", "+1d", "-1d", "+0"):
            clock.write_text(jump)
            before = len(speaker.acknowledged)
            until(lambda before=before: len(speaker.acknowledged) >= before + 50)  # type: ignore[misc]
        speaker.end()

        nothing_lost_nothing_doubled(house, speaker)
        assert house.received_over() > timedelta(days=1)
