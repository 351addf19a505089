"""A whole Lin'an of its own for tests that need one: own data folder, own ports, own processes."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

START_WITHIN_S = 240.0
PORTS = ("LINAN_WEB_PORT", "LINAN_LIVE_PORT", "LINAN_MQTT_PORT", "LINAN_INTAKE_HTTP_PORT", "LINAN_INTAKE_METRICS_PORT")


@dataclass(frozen=True, slots=True)
class House:
    """A running installation with the demonstration's neighbourhood."""

    data: Path
    base: str
    environ: dict[str, str]
    process: "subprocess.Popen[bytes]"


@contextmanager
def running_demo(data: Path, *words: str) -> Iterator[House]:
    """Run `linan demo` with these words until the block is left. Raises: TimeoutError when it does not come up."""
    environ = environ_of(data)
    data.mkdir(parents=True, exist_ok=True)
    with (data / "demo.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "linan.config.cli", "demo", *words], env=environ, stdout=log, stderr=log,
            start_new_session=True,
        )
    house = House(data, f"http://localhost:{environ['LINAN_WEB_PORT']}", environ, process)
    try:
        _wait_until_set(house)
        yield house
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def environ_of(data: Path) -> dict[str, str]:
    """Return the environment of an installation of its own."""
    environ = {**os.environ, "LINAN_DATA": str(data), **{name: str(_free_port()) for name in PORTS}}
    environ.pop("DATABASE_URL", None)
    return environ


def _wait_until_set(house: House) -> None:
    until = time.monotonic() + START_WITHIN_S
    while time.monotonic() < until and house.process.poll() is None:
        if f"{house.base}/demo/" in (house.data / "demo.log").read_text(encoding="utf-8") and answers(house):
            return
        time.sleep(0.5)
    raise TimeoutError((house.data / "demo.log").read_text(encoding="utf-8"))


def answers(house: House) -> bool:
    """Return whether the sign-in page answers."""
    try:
        with urllib.request.urlopen(f"{house.base}/accounts/login/", timeout=5) as response:
            return bool(response.status == 200)
    except OSError:
        return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
