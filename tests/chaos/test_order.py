"""What is acknowledged is on disk: each PUBACK leaves after the fdatasync of its commit, as the kernel saw it.

Needs strace and the right to trace (root); by command, with the other faults: `./run test -m chaos`.
"""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from linan.monitoring.gateways._packets import Kind, packet

pytestmark = pytest.mark.chaos
MESSAGES = 40
SYNCED = re.compile(r"^\d+\s+(\d+\.\d+) f(?:data)?sync\(\d+\)\s+= 0 <([\d.]+)>")
RESUMED = re.compile(r"^\d+\s+(\d+\.\d+) <\.\.\. f(?:data)?sync resumed>\)\s+= 0 <([\d.]+)>")
ACKNOWLEDGED = re.compile(r'^\d+\s+(\d+\.\d+) (?:write|send|sendto|sendmsg|writev)\(\d+, .*"@\\2')
MAKE = """
import django; django.setup()
from django.conf import settings
from django.core.management import call_command
from linan.ground.access.scopes import everywhere
from linan.ground.clock import now
from linan.ground.database.server import ensure_running
from linan.ground.orgs.actions import add_org
from linan.ground.people.models import SYSTEM
from linan.monitoring.actions.devices import DeviceSpec, add_device
ensure_running(settings.DATA); call_command("migrate", verbosity=0)
with everywhere():
    org = add_org(kind="district", name="演示", parent=None, code="320100")
    spec = DeviceSpec(org_id=org.pk, name="烟感", profile="smoke")
    print(add_device(spec, series={"smoke": ("smoke", "OD/m")}, by=SYSTEM, now=now()).token)
"""
SERVE = "import django; django.setup(); import uvloop; from linan.monitoring.intake import serve; uvloop.run(serve())"


@contextmanager
def traced(pid: int, calls: str, to: Path) -> Iterator[None]:
    """Write down the calls of a process and of all its threads and children."""
    others = [one.pid for one in psutil.Process(pid).children(recursive=True)]
    every = [word for one in (pid, *others) for word in ("-p", str(one))]
    tracer = subprocess.Popen(
        ["strace", "-f", "-ttt", "-T", "-s", "16", "-e", f"trace={calls}", "-o", str(to), *every],
        stderr=subprocess.DEVNULL,
    )
    time.sleep(2)
    try:
        yield
    finally:
        tracer.send_signal(signal.SIGINT)
        tracer.wait(20)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def place() -> Iterator[dict[str, str]]:
    """The environment of an installation of its own, with a PostgreSQL that syncs."""
    with tempfile.TemporaryDirectory(prefix="linan-order-", ignore_cleanup_errors=True) as folder:
        ports = {name: str(free_port()) for name in ("LINAN_MQTT_PORT", "LINAN_INTAKE_HTTP_PORT")}
        environ = {**os.environ, **ports, "LINAN_DATA": folder, "DJANGO_SETTINGS_MODULE": "linan.config.settings"}
        environ.pop("DATABASE_URL", None)
        yield environ
        stop = "import os, pathlib; from linan.ground.database.server import stop; stop(pathlib.Path(os.environ['LINAN_DATA']))"
        subprocess.run([sys.executable, "-c", stop], env=environ, check=True)


def postmaster_of(data: str) -> int:
    """Return the first process of the PostgreSQL of a data folder."""
    return next(
        one.pid for one in psutil.process_iter(["name", "cmdline"])
        if "postgres" in (one.info["name"] or "") and any(data in word for word in one.info["cmdline"] or [])
    )


def moments(lines: list[str], *patterns: re.Pattern[str]) -> list[float]:
    """Return when the calls that match ended (began, where no duration is written down)."""
    found = [match for line in lines for pattern in patterns if (match := pattern.match(line))]
    return sorted(float(one[1]) + (float(one[2]) if one.re is SYNCED else 0.0) for one in found)


def speak(port: int, token: str) -> list[tuple[float, float]]:
    """Publish one message after another; return when each was sent and when its PUBACK was read."""
    text = b"\0\1o" + len(token).to_bytes(2, "big") + token.encode()
    spans = []
    with socket.create_connection(("127.0.0.1", port)) as peer:
        peer.sendall(packet(Kind.CONNECT, b"\0\4MQTT\4\x82\0\0" + text))
        assert peer.recv(4) == b"\x20\2\0\0"
        for number in range(1, MESSAGES + 1):
            body = b"\0\x17v1/devices/me/telemetry" + number.to_bytes(2, "big") + json.dumps({"smoke": number / 1e4}).encode()
            sent = time.time()
            peer.sendall(packet(Kind.PUBLISH, body, flags=2))
            assert peer.recv(4) == b"\x40\2" + number.to_bytes(2, "big")
            spans.append((sent, time.time()))
    return spans


def test_each_acknowledgement_follows_the_sync_of_its_commit(place: dict[str, str], tmp_path: Path) -> None:
    made = subprocess.run([sys.executable, "-c", MAKE], env=place, check=True, capture_output=True, text=True)
    token, port = made.stdout.split()[-1], int(place["LINAN_MQTT_PORT"])
    intake = subprocess.Popen([sys.executable, "-c", SERVE], env=place)
    try:
        until_open(port)
        writes, syncs = tmp_path / "intake", tmp_path / "postgres"
        with traced(intake.pid, "write,writev,sendto,sendmsg", writes):
            with traced(postmaster_of(place["LINAN_DATA"]), "fdatasync,fsync", syncs):
                spans = speak(port, token)
    finally:
        intake.terminate()
        intake.wait(20)

    synced = moments(syncs.read_text().splitlines(), SYNCED, RESUMED)
    acknowledged = moments(writes.read_text().splitlines(), ACKNOWLEDGED)
    inside = [any(sent < sync <= ack for sync in synced) for (sent, _), ack in zip(spans, acknowledged, strict=True)]

    assert all(inside), f"{inside.count(False)} of {MESSAGES} acknowledgements left before their sync"


def until_open(port: int) -> None:
    """Wait until somebody listens."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError(port)
