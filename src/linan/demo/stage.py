"""The process that sets the stage: seeds, installs devices, starts the simulator and the cast."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import django
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linan.config.settings")
django.setup()

from linan.demo.actions import restart_story, set_speed  # noqa: E402
from linan.demo.bulletins import hear_from_outside  # noqa: E402
from linan.demo.cast import play_night  # noqa: E402
from linan.demo.equipment import equip  # noqa: E402
from linan.demo.gas import lay_out_gas, play_unattended  # noqa: E402
from linan.demo.history import remember  # noqa: E402
from linan.demo.neighbourhood.accounts import ACCOUNTS, PASSWORD  # noqa: E402
from linan.demo.neighbourhood.seed import seed  # noqa: E402
from linan.demo.outcome import STEPS, count_readings, steps_of_night  # noqa: E402
from linan.demo.plans import adopt_fire_plan  # noqa: E402
from linan.demo.warnings import practise_warnings  # noqa: E402
from linan.demo.wires import connect  # noqa: E402
from linan.demo.words import parse  # noqa: E402
from linan.ground.clock import now  # noqa: E402

NIGHT_LIMIT_S = 900.0
DUTY = "duty"
UNATTENDED = [DUTY, "grid", "property", "responder", "director"]
BESIDE_VISITOR = ["property", "responder"]


def main(words: Sequence[str]) -> int:
    """Set the stage and play; return 0 when an unattended night came to a closed incident."""
    arguments = parse(words)
    folder = Path(settings.DATA) / "demo"
    folder.mkdir(parents=True, exist_ok=True)
    _set_stage(folder)
    if arguments.story == "gas":
        return _play_gas(is_unattended=arguments.unattended)
    if arguments.story == "none":
        return _wait()
    set_speed(arguments.speed)
    restart_story(is_paused=arguments.paused)
    player = _start_player(folder)
    try:
        return _play_unattended(folder, arguments.speed) if arguments.unattended else _play_beside_visitor(arguments.speed)
    finally:
        player.terminate()
        player.wait(20)


def _set_stage(folder: Path) -> None:
    seed(now(), _say)
    _say(f"devices that speak: {equip(folder, now=now())}")
    connect(folder, now=now())
    adopt_fire_plan(now=now())
    practise_warnings(now=now())
    hear_from_outside(now=now())
    remember(now=now())
    names = " · ".join(f"{one.username} {one.full_name}" for one in ACCOUNTS)
    _say(f"sign in as one of: {names}")
    _say(f"password of all: {PASSWORD} · the night is steered at http://localhost:{settings.WEB_PORT}/demo/")
    _say("streets and recordings are real, people and organisations are made up")


def _start_player(folder: Path) -> "subprocess.Popen[bytes]":
    """Start the device simulator: a process of its own that knows the gateway's port and the tokens."""
    words = (sys.executable, "-m", "linan.demo.player", str(folder), str(settings.MQTT_PORT))
    return subprocess.Popen(words, stdin=subprocess.DEVNULL)


def _play_unattended(folder: Path, speed: float) -> int:
    started_at = time.time()
    seen = asyncio.run(_cast(UNATTENDED, DUTY, pause_s=2.0 / speed, limit_s=NIGHT_LIMIT_S)).seen
    outcome = _outcome(folder, started_at, seen)
    print(json.dumps(outcome), flush=True)
    return 0 if outcome["ok"] else 1


def _outcome(folder: Path, started_at: float, seen: dict[str, float]) -> dict[str, Any]:
    journal = folder / "journal.jsonl"
    steps = steps_of_night(started_at=started_at, seen=seen, journal=journal)
    count = count_readings(journal)
    return {
        "ok": set(steps) == set(STEPS), "steps": steps, "readings": count.readings, "lost": count.lost,
        "doubled": count.doubled,
    }


def _play_beside_visitor(speed: float) -> int:
    """Let the responders play until told to stop; alarms are the visitor's."""
    asyncio.run(_cast(BESIDE_VISITOR, None, pause_s=8.0 / speed, limit_s=float("inf")))
    return 0


async def _cast(responders: list[str], duty: str | None, *, pause_s: float, limit_s: float) -> Any:
    return await play_night(
        base=f"http://localhost:{settings.WEB_PORT}", live=f"http://localhost:{settings.LIVE_PORT}/live", duty=duty,
        responders=responders, pause_s=pause_s, limit_s=limit_s,
    )


def _play_gas(*, is_unattended: bool) -> int:
    """Lay out the evacuation for a visitor, or play it through and return whether everybody has an order."""
    evacuation = lay_out_gas(now())
    _say(f"a gas main has broken: http://localhost:{settings.WEB_PORT}/evacuations/{evacuation.pk}/")
    if not is_unattended:
        return _wait()
    outcome = play_unattended()
    print(json.dumps(outcome), flush=True)
    return 0 if outcome["ok"] else 1


def _wait() -> int:
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    stop.wait()
    return 0


def _say(line: str) -> None:
    print(f"  {line}", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
