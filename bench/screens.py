"""How long a change takes from its COMMIT until open screens show it.

500 screens of 20 duty officers, each of a community of their own, look at the page of an incident; ten changes a second
are committed, in turn in each of the incidents. A screen does what a browser does: it holds a stream of names, gathers
what it hears for the rest of a second, fetches the page's fragment with its person's rights, and shows it. Web and live
process run as they do in the house; the screens are one aiohttp client on the same machine, which costs them too.
Beside the figure stand the fetches and how many a second there would be if nothing were gathered.
Usage: python bench/screens.py [--screens 500] [--users 20] [--a-second 10] [--seconds 30]. Without LINAN_DATA it runs in a
temporary data folder with a PostgreSQL of its own, and takes both away afterwards.
"""

import argparse
import asyncio
import atexit
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import aiohttp
import django
import numpy as np

from _peers import free_port, until_open
from linan.ground.database.server import ensure_running, stop

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linan.config.settings")
if "LINAN_DATA" not in os.environ:
    os.environ["LINAN_DATA"] = tempfile.mkdtemp(prefix="linan-bench-")
    atexit.register(shutil.rmtree, os.environ["LINAN_DATA"], ignore_errors=True)
    atexit.register(stop, Path(os.environ["LINAN_DATA"]))
for name in ("LINAN_WEB_PORT", "LINAN_LIVE_PORT"):
    os.environ.setdefault(name, str(free_port()))
django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402

from linan.ground.access.scopes import everywhere  # noqa: E402
from linan.ground.clock import now  # noqa: E402
from linan.ground.database.secrets import ensure_secrets  # noqa: E402
from linan.ground.orgs.actions import add_org  # noqa: E402
from linan.ground.orgs.models import Org, OrgKind  # noqa: E402
from linan.ground.people.models import SYSTEM, Membership, Person, Role  # noqa: E402
from linan.response.actions import give_task, open_incident  # noqa: E402
from linan.response.models import Incident, IncidentClass, Mode  # noqa: E402

HEARD_TOGETHER_S = 0.15  # what a screen hears within so long is one change to it, as in the browser
GATHERED_S = 1.0         # a screen fetches a fragment at most once in so long
LIMIT_S = 1.5            # p99, asked for on two cores
SETTLE_S = 5.0           # for the streams to open, and for the last changes to arrive
CHANGE = re.compile(r"变更(\d+)号")
TASK = timedelta(minutes=30)


@dataclass
class Figures:
    """When each change was committed, and what the screens saw of them, in seconds."""

    committed: dict[int, float] = field(default_factory=dict)
    delays: list[float] = field(default_factory=list)
    fetches: int = 0
    heard: int = 0
    failed: int = 0


@dataclass(frozen=True)
class User:
    """One duty officer with a session, and the incident they look at."""

    cookie: str
    membership: Membership
    incident: Incident


def main() -> None:
    """Measure and print one line of JSON."""
    asked = _arguments()
    with everywhere():
        users = prepared(asked.users)
    with ExitStack() as stack:
        for command, port in (("web", settings.WEB_PORT), ("live", settings.LIVE_PORT)):
            stack.enter_context(running(command, port))
        figures = asyncio.run(watched(users, screens=asked.screens, a_second=asked.a_second, seconds=asked.seconds))
    delays = np.array(figures.delays or [float("nan")])
    expected = sum(asked.screens // asked.users for _ in figures.committed)
    print(json.dumps({
        "screens": asked.screens, "users": asked.users, "changes": len(figures.committed), "seen": len(figures.delays),
        "expected": expected, "failed_fetches": figures.failed, "fetches": figures.fetches,
        "fetches_a_second": round(figures.fetches / asked.seconds, 1), "without_gathering_a_second": round(figures.heard / asked.seconds, 1),
        "median_s": round(float(np.median(delays)), 3), "p99_s": round(float(np.quantile(delays, 0.99)), 3),
        "worst_s": round(float(delays.max()), 3), "limits": {"p99_s": LIMIT_S}, "cores": os.cpu_count(),
    }))


def prepared(users: int) -> list[User]:
    """Return duty officers of as many communities, each with an open incident, in a database that is ready."""
    ensure_secrets(settings.DATA)
    ensure_running(settings.DATA)
    call_command("migrate", verbosity=0)
    district = add_org(kind=OrgKind.DISTRICT, name="演示区", parent=None, code="")
    street = add_org(kind=OrgKind.STREET, name="演示街道", parent=district, code="")
    return [_user(street, number) for number in range(users)]


def _user(street: Org, number: int) -> User:
    community = add_org(kind=OrgKind.COMMUNITY, name=f"演示社区{number}", parent=street, code="")
    person = Person(username=f"bench{number}", full_name=f"演示人员{number}", joined_at=now())
    person.set_unusable_password()
    person.save()
    held = Membership.objects.create(person=person, org=community, role=Role.DUTY_OFFICER, from_at=now())
    incident = open_incident(
        org=community, title="演示火灾", klass=IncidentClass.ACCIDENT, mode=Mode.REAL, place="东门", by=SYSTEM, now=now()
    )
    client = Client()
    client.force_login(person, backend="linan.ground.people.sign_in.NameOrPhoneBackend")
    return User(client.cookies[settings.SESSION_COOKIE_NAME].value, held, incident)


@contextmanager
def running(command: str, port: int) -> Iterator[None]:
    """Run a process of the house until the block ends, from when it listens."""
    process = subprocess.Popen(
        [sys.executable, "-m", "linan.config.cli", command], env=os.environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        until_open(port)
        yield
    finally:
        process.terminate()
        process.wait(20)


async def watched(users: list[User], *, screens: int, a_second: float, seconds: float) -> Figures:
    """Open the screens, commit the changes at their pace, and return what was seen."""
    figures, connector = Figures(), aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar()) as session:
        looking = [asyncio.create_task(screen(session, users[n % len(users)], figures)) for n in range(screens)]
        await asyncio.sleep(SETTLE_S)
        await asyncio.to_thread(_change, users, figures, a_second, seconds)
        await asyncio.sleep(SETTLE_S)
        for one in looking:
            one.cancel()
        await asyncio.gather(*looking, return_exceptions=True)
    return figures


def _change(users: list[User], figures: Figures, a_second: float, seconds: float) -> None:
    """Commit a new task in one incident after the other."""
    began = time.perf_counter()
    for number in range(round(a_second * seconds)):
        time.sleep(max(0.0, began + number / a_second - time.perf_counter()))
        user = users[number % len(users)]
        with everywhere():
            give_task(
                incident_id=user.incident.pk, owner=user.membership, title=f"变更{number}号", brief="", due_in=TASK, by=SYSTEM,
                now=now(),
            )
        figures.committed[number] = time.perf_counter()
    connection.close()


async def screen(session: aiohttp.ClientSession, user: User, figures: Figures) -> None:
    """Listen, gather, fetch, and note what is new on the screen."""
    headers = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={user.cookie}"}
    changed, watched_name = asyncio.Event(), f"incident-{user.incident.pk}"
    fetching = asyncio.create_task(_fetching(session, user, headers, changed, figures))
    try:
        address = f"http://localhost:{settings.LIVE_PORT}/live"
        async with session.get(address, headers=headers, timeout=aiohttp.ClientTimeout(total=None)) as stream:
            async for line in stream.content:
                if line.startswith(b"data: ") and watched_name in json.loads(line[6:]):
                    figures.heard += 1
                    changed.set()
    finally:
        fetching.cancel()


async def _fetching(
    session: aiohttp.ClientSession, user: User, headers: dict[str, str], changed: asyncio.Event, figures: Figures
) -> None:
    address = f"http://localhost:{settings.WEB_PORT}/incidents/{user.incident.pk}/"
    shown: set[int] = set()
    while True:
        await changed.wait()
        await asyncio.sleep(HEARD_TOGETHER_S)
        changed.clear()
        began = time.perf_counter()
        async with session.get(address, headers={**headers, "HX-Request": "true"}, allow_redirects=False) as answer:
            text = await answer.text()
        seen_at = time.perf_counter()
        figures.fetches += 1
        figures.failed += answer.status != 200
        new = {int(found) for found in CHANGE.findall(text)} - shown
        # A fetch may overtake the note that its change was committed: it is counted as no delay at all.
        figures.delays += [seen_at - figures.committed.get(one, seen_at) for one in new]
        shown |= new
        await asyncio.sleep(max(0.0, GATHERED_S - (time.perf_counter() - began)))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--screens", type=int, default=500)
    parser.add_argument("--users", type=int, default=20)
    parser.add_argument("--a-second", type=float, default=10)
    parser.add_argument("--seconds", type=float, default=30)
    return parser.parse_args()


if __name__ == "__main__":
    main()
