"""Periodic work: clocks that turn are told of before they run out."""

from procrastinate.contrib.django import app

from linan.ground.access.scopes import everywhere
from linan.ground.clock import now
from linan.response.upward.actions.warning import warn_before_late


@app.periodic(cron="* * * * *")
@app.task(name="upward.warn", queueing_lock="upward.warn")
def warn(timestamp: int) -> None:
    """Tell people of reports that are soon late, every minute."""
    with everywhere():
        warn_before_late(now=now())
