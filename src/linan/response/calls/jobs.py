"""Periodic work of calls: the monthly check."""

from procrastinate.contrib.django import app

from linan.ground.access.scopes import everywhere
from linan.ground.clock import now
from linan.response.calls.actions.checks import check_everybody_responsible


@app.periodic(cron="0 2 1 * *")
@app.task(name="calls.check_everybody", queueing_lock="calls.check_everybody")
def check_everybody(timestamp: int) -> None:
    """Call everybody responsible on the first of each month, at ten in the morning of China (02:00 UTC)."""
    with everywhere():
        check_everybody_responsible(now=now())
