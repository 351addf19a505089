"""Readings a second with PUBACK after COMMIT, and how long an alarm takes, beside what others would use.

In one run, under the same load (see _load.py): Lin'an's intake, which signs devices in, stores every reading and
raises alarms; mosquitto with a Node-RED flow and mosquitto with a consumer in Python, which judge and store nothing;
a bare endpoint that parses and acknowledges. Peers that are not installed are left out and said so. Home Assistant is not
among them: its last release for Python 3.11 (2024.3.3) starts only with its front end and cloud integration, whose packages it
fetches by itself while it starts, and one of them (acme) does not load beside the josepy that it is given.
Usage: python bench/intake.py [--connections 1 100 1000 10000] [--seconds 8] [--rate 10000]; a line of JSON for each. Without LINAN_DATA it runs in a temporary data
folder with a PostgreSQL of its own, and takes both away afterwards.
"""

import argparse
import atexit
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path

import django
import psutil
import uvloop
from django.conf import settings
from django.core.management import call_command

from _load import Found, at, full_speed, idle, paced
from _peers import (
    bare_endpoint,
    free_port,
    install_node_red,
    mosquitto,
    node_red,
    python_consumer,
    until_open,
)
from linan.ground.database.server import ensure_running, stop

IN_FLIGHT = 16_000  # messages of all devices together, at most MOST of one
MOST = 256
SERVE = "import django; django.setup(); import uvloop; from linan.monitoring.intake import serve; uvloop.run(serve())"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linan.config.settings")
if "LINAN_DATA" not in os.environ:
    os.environ["LINAN_DATA"] = tempfile.mkdtemp(prefix="linan-bench-")
    atexit.register(shutil.rmtree, os.environ["LINAN_DATA"], ignore_errors=True)
    atexit.register(stop, Path(os.environ["LINAN_DATA"]))


@contextmanager
def intake() -> Iterator[int]:
    """Run the intake as a process of its own; yield its MQTT port."""
    ports = {"LINAN_MQTT_PORT": str(free_port()), "LINAN_INTAKE_HTTP_PORT": str(free_port())}
    served = subprocess.Popen([sys.executable, "-c", SERVE], env={**os.environ, **ports}, stdout=subprocess.DEVNULL)
    try:
        until_open(int(ports["LINAN_MQTT_PORT"]))
        yield int(ports["LINAN_MQTT_PORT"])
    finally:
        served.terminate()
        served.wait(20)


def registered(count: int) -> list[str]:
    """Return the tokens of new smoke detectors whose condition the crossing message meets."""
    django.setup()
    ensure_running(settings.DATA)
    call_command("migrate", verbosity=0)
    return subprocess.run(
        [sys.executable, str(Path(__file__).with_name("_devices.py")), str(count)],
        check=True, capture_output=True, text=True,
    ).stdout.split()


def measured(
    place: AbstractContextManager[int], tokens: list[str], seconds: float, *, by_alarm: bool, rate: int
) -> Found:
    """Return messages a second at full speed, what they cost, and ms from crossing to alarm at a steady pace."""
    burst = max(1, min(MOST, IN_FLIGHT // len(tokens)))
    with place as port:
        before = cpu_s()
        reached, sent = uvloop.run(full_speed(port, tokens, seconds, burst=burst, by_alarm=by_alarm))
        spent = cpu_s() - before
        late = uvloop.run(paced(port, tokens, seconds, rate, by_alarm=by_alarm))
    return {
        "messages_per_s": round(reached), "cpu_s_per_million": round(spent / sent * 1e6, 2), "alarms": len(late),
        "p50_ms": at(late, 0.5), "p99_ms": at(late, 0.99),
    }


def cpu_s() -> float:
    """Return the processor time of everything that this process started, and of its PostgreSQL."""
    spent = 0.0
    for one in psutil.process_iter(["pid", "name", "cpu_times"]):
        with suppress(psutil.Error):
            if one.pid != os.getpid() and (one.name() == "postgres" or psutil.Process() in one.parents()):
                times = one.cpu_times()
                spent += times.user + times.system
    return spent


def idle_kb(tokens: list[str]) -> float:
    """Return the memory of the intake for a device that is connected and says nothing, in kB."""
    with intake() as port:
        uvloop.run(full_speed(port, tokens[:1], 1.0, burst=1, by_alarm=False))
        served = next(one for one in psutil.Process().children() if SERVE in one.cmdline())
        before = served.memory_info().rss
        during = uvloop.run(idle(port, tokens, lambda: served.memory_info().rss))
    return round((during - before) / len(tokens) / 1000, 1)


def beside(tokens: list[str], seconds: float, red: Path | None, *, rate: int) -> Found:
    """Return what Lin'an and its peers reach with so many devices."""
    found = {"linan": measured(intake(), tokens, seconds, by_alarm=False, rate=rate)}
    found["bare_endpoint"] = measured(bare_endpoint(), tokens, seconds, by_alarm=False, rate=rate)
    if red:
        found["mosquitto_node_red"] = measured(node_red(red), tokens, seconds, by_alarm=True, rate=rate)
    if mosquitto():
        found["mosquitto_python"] = measured(python_consumer(), tokens, seconds, by_alarm=True, rate=rate)
    ours = found["linan"]["messages_per_s"]
    ratios = {name: round(ours / one["messages_per_s"], 2) for name, one in found.items() if one["messages_per_s"]}
    return {
        "connections": len(tokens), **found, "ratio_to": ratios,
        "not_installed": sorted({"mosquitto_node_red", "mosquitto_python"} - set(found)),
    }


def main() -> None:
    """Measure, and print ratios as one line of JSON for each number of devices."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--connections", type=int, nargs="+", default=[1000])
    asked.add_argument("--seconds", type=float, default=8.0)
    asked.add_argument("--rate", type=int, default=10_000, help="messages a second while alarms are timed")
    options = asked.parse_args()
    tokens = registered(max(options.connections))
    with tempfile.TemporaryDirectory(prefix="linan-bench-") as folder:
        red = install_node_red(Path(os.environ.get("LINAN_BENCH_NODE_RED", folder))) if mosquitto() else None
        for count in options.connections:
            print(json.dumps(beside(tokens[:count], options.seconds, red, rate=options.rate)), flush=True)
    print(json.dumps({"idle_kb_per_connection": idle_kb(tokens)}))


if __name__ == "__main__":
    main()
