"""Periodic work: quiet ladders are forgiven."""

from procrastinate.contrib.django import app

from linan.ground.access.scopes import everywhere
from linan.ground.clock import now
from linan.ground.people.models import SYSTEM
from linan.response.ladders.actions import forgive_due


@app.periodic(cron="20 3 * * *")
@app.task(name="ladders.forgive", queueing_lock="ladders.forgive")
def forgive(timestamp: int) -> None:
    """Forgive what stayed quiet for its cooling-off, every night."""
    with everywhere():
        forgive_due(by=SYSTEM, now=now())
