"""The worker does all three kinds of work, goes on after a failure, and ends when told."""

import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django import app

from linan.ground.announcements.handlers import HANDLERS, on
from linan.ground.announcements.seal import chain_head
from linan.ground.jobs.worker import keep_running, run_jobs, work_until
from linan.ground.orgs.models import Org, OrgKind
from tests.announcements.ring import Rang, ring, write_down, written

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def no_other_handlers() -> Iterator[None]:
    kept = dict(HANDLERS)
    HANDLERS.clear()
    yield
    HANDLERS.clear()
    HANDLERS.update(kept)


@pytest.fixture
def at_work() -> Iterator[None]:
    """A worker in a thread, ended after the test."""
    stop = threading.Event()
    worker = threading.Thread(target=work_until, args=[stop])
    worker.start()
    yield
    stop.set()
    worker.join()


def wait_until(is_so: Callable[[], bool], *, seconds: float = 10) -> bool:
    until = time.monotonic() + seconds
    while not is_so() and time.monotonic() < until:
        time.sleep(0.05)
    return is_so()


def test_the_worker_delivers_and_seals(at_work: None):
    on(Rang)(write_down)
    ring(1)

    assert wait_until(lambda: written() == ["1"])
    assert wait_until(lambda: chain_head().position == 1)


def test_the_worker_finds_its_database_again(at_work: None):
    on(Rang)(write_down)
    ring(1)
    wait_until(lambda: written() == ["1"])
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity "
            "where datname = current_database() and pid <> pg_backend_pid()"
        )

    ring(2)

    assert wait_until(lambda: written() == ["1", "2"])


@pytest.fixture
def name_a_district() -> Iterator[object]:
    """A one-off job that leaves a district of the given name."""

    def name_it(name: str) -> None:
        Org.objects.create(kind=OrgKind.DISTRICT, name=name, path=name)

    task = app.task(name="tests.name_a_district")(name_it)
    yield task
    del app.tasks["tests.name_a_district"]


def test_a_job_queued_in_a_transaction_that_fails_is_not_run_and_the_next_one_is(name_a_district):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        name_a_district.defer(name="never")
        raise ZeroDivisionError
    name_a_district.defer(name="queued")

    stop = threading.Event()
    # As the worker runs it: an earlier test has killed the connections, and the first start may meet a dead one.
    jobs = threading.Thread(target=keep_running, args=[run_jobs], kwargs={"stop": stop})
    jobs.start()
    was_run = wait_until(lambda: written() == ["queued"], seconds=30)
    stop.set()
    jobs.join(10)

    assert was_run
    assert not jobs.is_alive()


def test_work_that_fails_is_started_again():
    starts: list[datetime] = []

    def fail_first(stop: threading.Event) -> None:
        starts.append(datetime.now(UTC))
        if len(starts) == 1:
            raise ZeroDivisionError
        stop.set()

    keep_running(fail_first, stop=threading.Event())

    assert len(starts) == 2
