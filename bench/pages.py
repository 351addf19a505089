"""Server time of every page and read of the API, with the demonstration's data after its night.

Every address of the access matrix that is read with GET is asked as somebody who may and sees most, for the first, the middle and the
last row that it can be about; the row that is slowest in a few tries counts. In one process and without the network: middleware, view, queries
and template are in the time, the server's own handling of HTTP is not. A file to download is measured and shown, but is no page.
Usage: python bench/pages.py [--times 20] [--only registry]. Without LINAN_DATA it plays the night in a temporary data
folder, and takes it away afterwards. Last line: JSON with the 95th percentile of each page in milliseconds.
"""

import argparse
import atexit
import json
import logging
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
LIMIT_MS = 100.0
WARM_UP = 2
TRIES = 3
WIDEST_FIRST = ("district", "street", "community")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linan.config.settings")
IS_OWN_DATA = "LINAN_DATA" not in os.environ
if IS_OWN_DATA:
    os.environ["LINAN_DATA"] = tempfile.mkdtemp(prefix="linan-bench-")

from django.apps import apps  # noqa: E402
from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, models  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import reverse  # noqa: E402

import linan.config.wsgi  # noqa: E402, F401  the process as the web's workers have it
from linan.demo.neighbourhood.accounts import ACCOUNTS  # noqa: E402
from linan.ground.access.rights import RIGHTS  # noqa: E402
from linan.ground.access.scopes import everywhere  # noqa: E402
from linan.ground.database.server import ensure_running, stop  # noqa: E402
from linan.ground.people.models import Person  # noqa: E402
from tests.architecture.addresses import endpoints, places_of  # noqa: E402
from tests.architecture.budgets import BUDGETS  # noqa: E402
from tests.architecture.matrix.endpoint import Endpoint  # noqa: E402
from tests.build import signed_in_client  # noqa: E402


@dataclass(frozen=True, slots=True)
class Page:
    """How long one page takes: milliseconds by the clock and of this processor for each time it was asked for."""

    name: str
    path: str
    took: list[tuple[float, float]]
    queries: int
    kilobytes: float
    is_file: bool

    @property
    def p95_ms(self) -> float:
        """The 95th percentile."""
        return sorted(clock for clock, _cpu in self.took)[max(0, round(len(self.took) * 0.95) - 1)]

    @property
    def median_ms(self) -> float:
        """The middle."""
        return sorted(clock for clock, _cpu in self.took)[len(self.took) // 2]

    @property
    def cpu_ms(self) -> float:
        """The middle of what the page itself reckoned, without the database and other programs."""
        return sorted(cpu for _clock, cpu in self.took)[len(self.took) // 2]


def play_the_night() -> None:
    """Let the demonstration fill the temporary data folder."""
    atexit.register(shutil.rmtree, os.environ["LINAN_DATA"], ignore_errors=True)
    words = ("demo", "--story", "fire", "--speed", "10", "--unattended")
    subprocess.run([sys.executable, "-m", "linan.config.cli", *words], check=True, stdout=sys.stderr)


def pages(only: str, times: int) -> Iterator[Page]:
    """Measure every page whose name begins so."""
    clients = {one.username: signed_in_client(Person.objects.get(username=one.username)) for one in ACCOUNTS}
    for endpoint, _build in endpoints():
        if endpoint.method == "GET" and endpoint.name.startswith(only):
            tried = [page for path in paths_of(endpoint) if (page := measure(endpoint, path, clients, TRIES))]
            if tried:
                slowest = max(tried, key=lambda page: page.median_ms)
                page = measure(endpoint, slowest.path, clients, times)
                print(f"{slowest.path} {slowest.median_ms:.1f} ms", file=sys.stderr, flush=True)
                yield page or slowest


def paths_of(endpoint: Endpoint) -> list[str]:
    """Return the address for the first, the middle and the last row it can be about."""
    rows = rows_of(endpoint.about) if endpoint.about else [None]
    keys = [{} if row is None else dict.fromkeys(places_of(endpoint.name), row) for row in rows]
    return [reverse(endpoint.name, kwargs={**endpoint.places, **one}) for one in keys]


def rows_of(noun: str) -> list[Any]:
    """Return ids of the table that is called like the noun, none when the demonstration has no such row."""
    model = next((one for one in apps.get_models() if is_called(one, noun)), None)
    if model is None:
        return []
    with everywhere():
        ids = list(model._default_manager.order_by("pk").values_list("pk", flat=True))
    return sorted({ids[0], ids[len(ids) // 2], ids[-1]}) if ids else []


def is_called(model: type[models.Model], noun: str) -> bool:
    """Return whether a table of Lin'an bears that name."""
    return model.__module__.startswith("linan.") and model._meta.model_name == noun.replace("-", "").replace("_", "")


def measure(endpoint: Endpoint, path: str, clients: dict[str, Client], times: int) -> Page | None:
    """Ask for a page as the first who gets it; None when the demonstration has nobody who may."""
    for account in sorted(ACCOUNTS, key=lambda one: WIDEST_FIRST.index(one.level)):
        if endpoint.rights and not endpoint.rights & RIGHTS[account.role]:
            continue
        client = clients[account.username]
        answer = client.get(path)
        if answer.status_code == 200:
            size = len(answer.getvalue()) / 1000
            for _ in range(WARM_UP):
                client.get(path).getvalue()
            with CaptureQueriesContext(connection) as asked:
                client.get(path).getvalue()
            queries = len(asked)
            took = [milliseconds(client, path) for _ in range(times)]
            is_file = answer.get("Content-Disposition", "").startswith("attachment")
            return Page(endpoint.name, path, took, queries, size, is_file)
    return None


def milliseconds(client: Client, path: str) -> tuple[float, float]:
    """Return how long one answer took, to its last byte, by the clock and of this processor."""
    clock, cpu = time.perf_counter(), time.process_time()
    client.get(path).getvalue()
    return (time.perf_counter() - clock) * 1000, (time.process_time() - cpu) * 1000


def main() -> None:
    """Print the table, slowest first, and the JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--only", default="")
    arguments = parser.parse_args()
    logging.getLogger("django.request").setLevel(logging.ERROR)
    if IS_OWN_DATA:
        play_the_night()
    ensure_running(settings.DATA)
    call_command("migrate", verbosity=0)
    found = sorted(pages(arguments.only, arguments.times), key=lambda page: -page.p95_ms)
    print(f"{'page':44} {'p95 ms':>8} {'median':>8} {'cpu':>8} {'queries':>8} {'kB':>8}")
    for page in found:
        mark = "  a file" if page.is_file else "" if page.p95_ms < LIMIT_MS else "  over the limit"
        mark += "" if page.queries <= BUDGETS.get(page.name, 0) else "  over its budget of queries"
        print(f"{page.name:44} {page.p95_ms:8.1f} {page.median_ms:8.1f} {page.cpu_ms:8.1f} {page.queries:8d} {page.kilobytes:8.0f}{mark}")
    slowest = max((page.p95_ms for page in found if not page.is_file), default=0.0)
    figures = {page.name: round(page.p95_ms, 1) for page in found}
    print(json.dumps({"limit_ms": LIMIT_MS, "slowest_ms": round(slowest, 1), "pages": len(found), "p95_ms": figures}))
    if IS_OWN_DATA:
        connection.close()
        stop(settings.DATA)


if __name__ == "__main__":
    main()
