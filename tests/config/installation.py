"""An installation of its own for a test: a data folder, and the commands run on it."""

import os
import socket
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

A_LOG_OF_THREE_ROWS = """
import django; django.setup()
from datetime import UTC, datetime
from linan.ground.announcements.models import Logged
from linan.ground.announcements.seal import seal_batch
at = datetime(2026, 1, 14, 19, 12, tzinfo=UTC)
for n in range(3):
    Logged.objects.create(kind="monitoring.AlarmRaised", at=at, about=[f"alarm-{n}"], payload={"alarm_id": n})
seal_batch()
"""


@dataclass(frozen=True, slots=True)
class Installation:
    """Lin'an on a data folder. url: the DATABASE_URL of a server of its own; empty for the private one."""

    data: Path
    url: str = ""

    @property
    def environ(self) -> dict[str, str]:
        """The environment of its commands: English, and nothing of the tests' own database."""
        kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        settings = {"LINAN_DATA": str(self.data), "DJANGO_SETTINGS_MODULE": "linan.config.settings"}
        return {**kept, **settings, **({"DATABASE_URL": self.url} if self.url else {})}

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run a command of `linan` to its end."""
        return self.python("-m", "linan.config.cli", *words)

    def python(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run Python on the installation to its end."""
        words = (sys.executable, *words)
        return subprocess.run(words, env=self.environ, capture_output=True, text=True, timeout=120)


def a_free_port() -> int:
    """Return a port that nothing listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
