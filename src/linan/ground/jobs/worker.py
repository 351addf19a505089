"""The worker: delivery of announcements, the sealer, procrastinate and the rooms' standing work, a thread for each.

A room brings standing work as `work.py` with `run(stop)`. Each thread is started again when it fails; SIGTERM and
SIGINT let all of them end what they are doing.
"""

import asyncio
import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from importlib.util import find_spec

import structlog
from asgiref.sync import sync_to_async
from django.apps import apps
from django.db import close_old_connections
from procrastinate.contrib.django import app

from linan.ground.announcements.delivery import run_delivery
from linan.ground.announcements.seal import run_sealer
from linan.ground.jobs.queue import worker_app
from linan.ground.log_setup import set_up_logs

log = structlog.get_logger()
Work = Callable[[threading.Event], None]
RESTART_AFTER_S = 1.0
END_WITHIN_S = 8.0
_LOOK_EVERY_S = 0.2
_JOBS_AT_ONCE = 2


def run() -> None:
    """Work until SIGTERM or SIGINT."""
    set_up_logs()
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stop.set())
    work_until(stop)


def work_until(stop: threading.Event) -> None:
    """Run every kind of work until stop is set, and wait a while for them to end."""
    works: dict[str, Work] = {"delivery": run_delivery, "sealer": run_sealer, "jobs": run_jobs, **works_of_rooms()}
    threads = [
        threading.Thread(target=keep_running, args=[work, stop], name=name, daemon=True) for name, work in works.items()
    ]
    for thread in threads:
        thread.start()
    log.info("worker_started", works=list(works))
    while not stop.wait(_LOOK_EVERY_S):
        pass
    for thread in threads:
        thread.join(END_WITHIN_S)
    log.info("worker_ended")


def works_of_rooms() -> dict[str, Work]:
    """Return the standing work of every room that brings some, by the room's label."""
    rooms = [app for app in apps.get_app_configs() if app.name.startswith("linan.") and find_spec(f"{app.name}.work")]
    return {app.label: import_module(f"{app.name}.work").run for app in rooms}


def keep_running(work: Work, stop: threading.Event) -> None:
    """Run a work again and again until stop is set, with a pause after each failure."""
    while not stop.is_set():
        try:
            work(stop)
        except Exception as error:
            log.error("work_failed", work=f"{work.__module__}.{work.__name__}", error=type(error).__qualname__)
            stop.wait(RESTART_AFTER_S)


def run_jobs(stop: threading.Event) -> None:
    """Run procrastinate's one-off and periodic jobs until stop is set."""
    asyncio.run(_run_jobs(stop))


async def _run_jobs(stop: threading.Event) -> None:
    # The thread in which Django's side of the queue works outlives a failure, and with it a dead connection.
    await sync_to_async(close_old_connections)()
    async with worker_app(app).open_async() as opened:
        jobs = asyncio.create_task(
            opened.run_worker_async(
                concurrency=_JOBS_AT_ONCE, install_signal_handlers=False, delete_jobs="successful",
                shutdown_graceful_timeout=END_WITHIN_S / 2,
            )
        )
        while not stop.is_set() and not jobs.done():
            await asyncio.sleep(_LOOK_EVERY_S)
        jobs.cancel()
        with suppress(asyncio.CancelledError):
            await jobs
