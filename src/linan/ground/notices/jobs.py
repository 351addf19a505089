"""Periodic work of notices: those planned for a time."""

from procrastinate.contrib.django import app

from linan.ground.access.scopes import everywhere
from linan.ground.clock import now
from linan.ground.notices.actions import publish_due


@app.periodic(cron="* * * * *")
@app.task(name="notices.publish_due", queueing_lock="notices.publish_due")
def publish_planned(timestamp: int) -> None:
    """Publish what was planned for this minute or before."""
    with everywhere():
        publish_due(now=now())
