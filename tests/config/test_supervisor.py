"""`linan up` heals what is killed."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from linan.config.ports import WANTED
from linan.ground.database import server
from tests.config.installation import Installation, a_free_port

HEALED_WITHIN_S = 10.0
UP_WITHIN_S = 90.0


@dataclass(frozen=True, slots=True)
class Up:
    """A running `linan up` and what it has said so far."""

    data: Path
    process: subprocess.Popen[str]
    log: Path

    def says(self, words: str, times: int = 1) -> bool:
        """Return whether it said the words so often."""
        return len(re.findall(words, self.log.read_text())) >= times


@pytest.fixture(scope="module")
def up(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Up]:
    """Lin'an, up on ports of its own."""
    here = Installation(tmp_path_factory.mktemp("up"))
    ports = {name: str(a_free_port()) for name in WANTED}
    log = here.data / "said.log"
    with log.open("w") as output:
        words = [sys.executable, "-m", "linan.config.cli", "up"]
        process = subprocess.Popen(words, env=here.environ | ports, stdout=output, stderr=output, text=True)
    running = Up(here.data, process, log)
    assert _in_time(lambda: running.says("Lin'an is at"), UP_WITHIN_S), log.read_text()
    yield running
    process.send_signal(signal.SIGTERM)
    process.wait(60)


def _in_time(holds: Callable[[], bool], within_s: float) -> bool:
    until = time.monotonic() + within_s
    while not holds() and time.monotonic() < until:
        time.sleep(0.05)
    return holds()


def _pid_of(up: Up, name: str) -> int:
    children = Path(f"/proc/{up.process.pid}/task/{up.process.pid}/children").read_text().split()
    words = {pid: Path(f"/proc/{pid}/cmdline").read_text().split("\0") for pid in children}
    return next(int(pid) for pid, said in words.items() if name in said or said[0].endswith(f"/{name}"))


@pytest.mark.chaos
@pytest.mark.parametrize("name", ["web", "worker", "live", "intake", "postgres"])
def test_a_killed_process_runs_again_within_ten_seconds(up: Up, name: str) -> None:
    before = len(re.findall(f"{name} runs again", up.log.read_text()))

    os.kill(_pid_of(up, name), signal.SIGKILL)

    assert _in_time(lambda: up.says(f"{name} runs again", before + 1), HEALED_WITHIN_S), up.log.read_text()


@pytest.mark.chaos
def test_the_database_answers_again_after_it_is_killed(up: Up) -> None:
    os.kill(_pid_of(up, "postgres"), signal.SIGKILL)

    assert _in_time(lambda: not server.health(up.data).is_up, HEALED_WITHIN_S)
    assert _in_time(lambda: server.health(up.data).is_up, HEALED_WITHIN_S), up.log.read_text()


@pytest.mark.chaos
def test_a_second_supervisor_on_the_same_folder_is_refused(up: Up) -> None:
    done = Installation(up.data).run("up")

    assert (done.returncode, up.process.poll()) == (1, None)
