"""Readings a second with PUBACK after COMMIT, and how long an alarm takes, beside what others would use.

In one run, under the same load (see _load.py): Lin'an's intake, which signs devices in, stores every reading and
raises alarms; mosquitto with a Node-RED flow and mosquitto with a consumer in Python, which judge and store nothing;
a bare endpoint that parses and acknowledges. Peers that are not installed are left out and said so.
Usage: python bench/intake.py [--connections 1000] [--seconds 8]. Without LINAN_DATA it runs in a temporary data
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

from _load import Found, at, full_speed, paced
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

RATE = 10_000
IN_FLIGHT = 16  # messages of one device; 16,000 in all with 1,000 devices
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


def measured(place: AbstractContextManager[int], tokens: list[str], seconds: float, *, by_alarm: bool) -> Found:
    """Return messages a second at full speed, what they cost, and ms from crossing to alarm at a steady pace."""
    burst = max(1, min(IN_FLIGHT, 1000 * IN_FLIGHT // len(tokens)))
    with place as port:
        before = cpu_s()
        rate, sent = uvloop.run(full_speed(port, tokens, seconds, burst=burst, by_alarm=by_alarm))
        spent = cpu_s() - before
        late = uvloop.run(paced(port, tokens, seconds, RATE, by_alarm=by_alarm))
    return {
        "messages_per_s": round(rate), "cpu_s_per_million": round(spent / sent * 1e6, 2), "alarms": len(late),
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


def main() -> None:
    """Measure, and print ratios as one line of JSON."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--connections", type=int, default=1000)
    asked.add_argument("--seconds", type=float, default=8.0)
    options = asked.parse_args()
    tokens, seconds = registered(options.connections), options.seconds
    found = {"linan": measured(intake(), tokens, seconds, by_alarm=False)}
    found["bare_endpoint"] = measured(bare_endpoint(), tokens, seconds, by_alarm=False)
    with tempfile.TemporaryDirectory(prefix="linan-bench-") as folder:
        red = install_node_red(Path(os.environ.get("LINAN_BENCH_NODE_RED", folder))) if mosquitto() else None
        if red:
            found["mosquitto_node_red"] = measured(node_red(red), tokens, seconds, by_alarm=True)
    if mosquitto():
        found["mosquitto_python"] = measured(python_consumer(), tokens, seconds, by_alarm=True)
    ours = found["linan"]["messages_per_s"]
    ratios = {name: round(ours / one["messages_per_s"], 2) for name, one in found.items() if one["messages_per_s"]}
    missing = sorted({"mosquitto_node_red", "mosquitto_python"} - set(found))
    print(json.dumps({"connections": options.connections, **found, "ratio_to": ratios, "not_installed": missing}))


if __name__ == "__main__":
    main()
