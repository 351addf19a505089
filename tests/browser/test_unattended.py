"""The night of the fire plays itself: through the same pages and the same gateway as for people and devices."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from linan.demo.outcome import STEPS
from tests.running import environ_of

pytestmark = pytest.mark.browser
NIGHT_WITHIN_S = 600


def test_the_night_without_a_visitor_ends_with_a_closed_incident_and_nothing_lost(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "linan.config.cli", "demo", "--story", "fire", "--speed", "10", "--unattended"]

    played = subprocess.run(
        words, env=environ_of(tmp_path / "night"), capture_output=True, text=True, timeout=NIGHT_WITHIN_S, check=False
    )

    said = [line for line in played.stdout.splitlines() if line.startswith('{"ok"')]
    assert said, (played.stdout + played.stderr)[-3000:]
    outcome = json.loads(said[0])
    assert (played.returncode, outcome["ok"], outcome["lost"], outcome["doubled"]) == (0, True, 0, 0)
    assert sorted(outcome["steps"], key=outcome["steps"].get) == list(STEPS)
