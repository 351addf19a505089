"""How long a call takes from its release until a gateway has every message, and what a hanging gateway costs the others.

One building of many households, a gateway on this machine as a process of its own, the sender as it runs in the
worker. Beside the sender stands a bare aiohttp client that posts the same number of bodies and does nothing else;
beside the one statement that makes all messages, Django's bulk_create of the same rows.
Usage: python bench/calls.py [--people 10000]. Without LINAN_DATA it runs in a temporary data folder with a PostgreSQL
of its own, and takes both away afterwards.
"""

import argparse
import asyncio
import atexit
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import django
import numpy as np
import psutil
from django.conf import settings
from django.core.management import call_command

from _peers import free_port, until_open
from linan.ground.database.server import ensure_running, stop

SEND = "import django; django.setup(); from linan.ground.jobs.worker import keep_running; import threading; from linan.response.calls.work import run; keep_running(run, threading.Event())"
PEOPLE_A_HOUSEHOLD = 3
AT_ONCE = 64
GIVE_UP_S = 120.0
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linan.config.settings")
if "LINAN_DATA" not in os.environ:
    os.environ["LINAN_DATA"] = tempfile.mkdtemp(prefix="linan-bench-")
    atexit.register(shutil.rmtree, os.environ["LINAN_DATA"], ignore_errors=True)
    atexit.register(stop, Path(os.environ["LINAN_DATA"]))
django.setup()

from linan.ground.access.scopes import everywhere  # noqa: E402
from linan.ground.database.secrets import ensure_secrets  # noqa: E402
from linan.ground.orgs.actions import add_org  # noqa: E402
from linan.ground.orgs.models import Org, OrgKind  # noqa: E402
from linan.ground.people.models import SYSTEM  # noqa: E402
from linan.registry.models import Building, Household, Resident  # noqa: E402
from linan.response.calls.actions.drafts import Draft, draft_call  # noqa: E402
from linan.response.calls.actions.release import release_call  # noqa: E402
from linan.response.calls.domain.audience import Audience  # noqa: E402
from linan.response.calls.domain.waves import To, Wave  # noqa: E402
from linan.response.calls.models import Call, Line, Message, Recipient, Rules  # noqa: E402
from linan.response.models import Mode  # noqa: E402


@contextmanager
def running(*command: str, port: int = 0) -> Iterator[psutil.Process]:
    """Run a Python process until the block ends; with a port, only after it listens there."""
    process = subprocess.Popen([sys.executable, *command], env=os.environ, stdout=subprocess.DEVNULL)
    try:
        if port:
            until_open(port)
        yield psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait(20)


@contextmanager
def gateway(*how: str) -> Iterator[str]:
    """Run a gateway; yield its address."""
    port = free_port()
    with running(str(Path(__file__).with_name("_gateway.py")), str(port), *how, port=port):
        yield f"http://127.0.0.1:{port}/"


def a_building(org: Org, people: int) -> Building:
    """Return a new building with so many residents, three to a household, each with a sealed phone number."""
    number = Building.objects.count() + 1
    building = Building.objects.create(org=org, code=f"b{number}", name=f"{number}幢", lon=118.78, lat=32.05)
    homes = Household.objects.bulk_create(
        Household(org=org, building=building, floor=1 + n % 30, door=str(n)) for n in range(-(-people // PEOPLE_A_HOUSEHOLD))
    )
    residents = [Resident(org=org, household=homes[n // PEOPLE_A_HOUSEHOLD]) for n in range(people)]
    for n, one in enumerate(residents):
        one.seal("phone", f"12{n:09d}")
    Resident.objects.bulk_create(residents, batch_size=2000)
    return building


def a_line(org: Org, kind: str, url: str) -> Line:
    """Return a line to a gateway."""
    line = Line(org=org, kind=kind, name=kind, changed_at=datetime.now(UTC), settings={
        "url": url, "access_key_id": "id", "sign_name": "demo", "template_code": "SMS_1",
    })
    line.seal({"secret": "s", "access_key_secret": "s"})
    line.save()
    return line


def released(org: Org, building: Building, channels: tuple[str, ...]) -> tuple[Call, float]:
    """Release a call to everybody in a building; return it and how many seconds that took."""
    draft = Draft(
        title="燃气泄漏", level=1, mode=Mode.REAL, short_text="燃气泄漏，请立即走楼梯离开。", spoken_text="请立即离开。",
        poster_text="请立即离开。", door_text="请立即离开。", wanted="立即离开", choices=("收到",),
        audience=Audience(buildings=(building.pk,)), waves=(Wave(To.RECIPIENT, channels, 3600),),
    )
    call = draft_call(org=org, draft=draft, by=SYSTEM, now=datetime.now(UTC))
    people = Resident.objects.filter(household__building=building).count()
    began = time.perf_counter()
    call = release_call(call_id=call.pk, seen=people, by=SYSTEM, now=datetime.now(UTC))
    return call, time.perf_counter() - began


def delays_s(call: Call, channel: str, people: int) -> np.ndarray:
    """Return the seconds from the release until each message of a channel was handed over."""
    rows = Message.objects.filter(call=call, channel=channel, handed_at__isnull=False)
    end = time.monotonic() + GIVE_UP_S
    while rows.count() < people and time.monotonic() < end:
        time.sleep(0.1)
    at = call.released_at or datetime.now(UTC)
    return np.array([(handed - at).total_seconds() for handed in rows.values_list("handed_at", flat=True)])


def told(delays: np.ndarray) -> dict[str, float]:
    """Return the figures of some delays."""
    return {
        "handed_over": len(delays), "all_s": round(float(delays.max()), 2), "p99_s": round(float(np.quantile(delays, 0.99)), 2),
        "a_second": round(len(delays) / float(delays.max())),
    }


def cpu_s(process: psutil.Process) -> float:
    """Return the processor time a process has used, in seconds."""
    times = process.cpu_times()
    return float(times.user + times.system)


def bulk_created_s(call: Call) -> float:
    """Return how long Django's bulk_create takes for the same recipients and messages, which are taken back."""
    rows = list(Recipient.objects.filter(call=call).values_list("org_id", "resident_id", "household_id"))
    now = datetime.now(UTC)
    Call.objects.filter(pk=call.pk).update(status="stopped")
    Recipient.objects.filter(call=call).delete()
    began = time.perf_counter()
    made = Recipient.objects.bulk_create(
        [Recipient(call=call, org_id=org, resident_id=one, household_id=home, next_wave_at=now) for org, one, home in rows],
        batch_size=5000,
    )
    Message.objects.bulk_create(
        [Message(call=call, recipient=one, channel="webhook", step="recipient", queued_at=now, due_at=now) for one in made],
        batch_size=5000,
    )
    return time.perf_counter() - began


async def bare_client_s(url: str, posts: int) -> float:
    """Return how long a bare client takes to post as many bodies of the same size."""
    body = json.dumps({"phone": "12000000000", "text": "燃气泄漏，请立即走楼梯离开。" * 4}).encode()
    left = iter(range(posts))

    async def work(session: aiohttp.ClientSession) -> None:
        for _ in left:
            async with session.post(url, data=body) as answer:
                await answer.read()

    began = time.perf_counter()
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=AT_ONCE)) as session:
        await asyncio.gather(*[work(session) for _ in range(AT_ONCE)])
    return time.perf_counter() - began


def prepared() -> Org:
    """Return a community in a database that is ready."""
    ensure_secrets(settings.DATA)
    ensure_running(settings.DATA)
    call_command("migrate", verbosity=0)
    Rules.objects.update_or_create(pk=1, defaults={"mass_from": 1_000_000})
    org: Org | None = None
    for kind in (OrgKind.DISTRICT, OrgKind.STREET, OrgKind.COMMUNITY):
        org = add_org(kind=kind, name="演示", parent=org, code="")
    return org or Org()


def main() -> None:
    """Measure and print one line of JSON."""
    people = _arguments().people
    with everywhere():
        org = prepared()
    with everywhere(), gateway() as good, gateway("hang") as bad, running("-c", SEND) as sender:
        crowd, thousand, again = a_building(org, people), a_building(org, 1000), a_building(org, 1000)
        a_line(org, "webhook", good)
        first, _ = released(org, thousand, ("webhook",))
        alone = delays_s(first, "webhook", 1000)
        before = cpu_s(sender)
        call, statement_s = released(org, crowd, ("webhook",))
        all_of_them = delays_s(call, "webhook", people)
        spent = cpu_s(sender) - before
        bare_s = asyncio.run(bare_client_s(good, people))
        a_line(org, "sms", bad)
        beside, _ = released(org, again, ("webhook", "sms"))
        beside_hanging = delays_s(beside, "webhook", 1000)
        bulk_s = bulk_created_s(call)
    print(json.dumps({
        "people": people, "released_s": round(statement_s, 3), "bulk_create_s": round(bulk_s, 3),
        "statement_beside_bulk_create": round(bulk_s / statement_s, 1), "to_all": told(all_of_them),
        "sender_cpu_ms_each": round(spent / people * 1000, 2), "bare_client_s": round(bare_s, 2), "sender_beside_bare_client": round(bare_s / float(all_of_them.max()), 2),
        "to_1000": told(alone), "to_1000_beside_a_hanging_gateway": told(beside_hanging),
        "limits": {"to_all_s": 15, "to_1000_p99_s": 5}, "cores": os.cpu_count()
    }))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=10_000)
    return parser.parse_args()


if __name__ == "__main__":
    main()
