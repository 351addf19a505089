"""Periodic work: partitions ahead of time, hourly figures, closed days into files, and old raw messages away."""

from procrastinate.contrib.django import app

from linan.ground.access.scopes import everywhere
from linan.ground.clock import now
from linan.monitoring.actions.archive import archive_days
from linan.monitoring.actions.hours import roll_up_hours
from linan.monitoring.actions.partitions import ensure_partitions
from linan.monitoring.actions.raw import trim_raw_messages
from linan.monitoring.actions.rehearsals import JOB as REHEARSE
from linan.monitoring.actions.rehearsals import fail_rehearsal
from linan.monitoring.archive.retention import retention
from linan.monitoring.rehearsing import run_rehearsal
from linan.monitoring.warning_feeds import fetch_due_feeds

DAYS_AHEAD = 7


@app.periodic(cron="10 2 * * *")
@app.task(name="monitoring.make_partitions", queueing_lock="monitoring.make_partitions")
def make_partitions(timestamp: int) -> None:
    """Make the partitions of the coming week, every night."""
    ensure_partitions(DAYS_AHEAD, now=now())


@app.periodic(cron="2 * * * *")
@app.task(name="monitoring.roll_up", queueing_lock="monitoring.roll_up")
def roll_up(timestamp: int) -> None:
    """Make the figures of the hour that closed, and of those that late readings touched."""
    with everywhere():
        roll_up_hours(now=now())


@app.periodic(cron="40 2 * * *")
@app.task(name="monitoring.archive", queueing_lock="monitoring.archive")
def archive(timestamp: int) -> None:
    """Close the days that are no longer open, every night."""
    moment = now()
    with everywhere():
        archive_days(before=retention().first_open_day(moment.date()), now=moment)


@app.periodic(cron="*/10 * * * *")
@app.task(name="monitoring.trim_raw", queueing_lock="monitoring.trim_raw")
def trim_raw(timestamp: int) -> None:
    """Keep the newest fifty raw messages of each device, every ten minutes."""
    with everywhere():
        trim_raw_messages()


@app.periodic(cron="* * * * *")
@app.task(name="monitoring.fetch_warnings", queueing_lock="monitoring.fetch_warnings")
def fetch_warnings(timestamp: int) -> None:
    """Fetch the feeds of warnings that are due, every minute."""
    with everywhere():
        fetch_due_feeds(now=now())


@app.task(name=REHEARSE)
def rehearse(rehearsal_id: int) -> None:
    """Carry out a rehearsal; one that cannot be carried out says so on its page, and the queue knows why."""
    with everywhere():
        try:
            run_rehearsal(rehearsal_id)
        except Exception:
            fail_rehearsal(rehearsal_id=rehearsal_id, now=now())
            raise
