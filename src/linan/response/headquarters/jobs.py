"""Periodic work of the field headquarters: once a minute, who is late and who is silent."""

from procrastinate.contrib.django import app

from linan.ground.access.scopes import everywhere
from linan.ground.clock import now
from linan.ground.people.models import SYSTEM
from linan.response.headquarters.actions.passings import raise_unclaimed
from linan.response.headquarters.actions.roll_calls import call_due_rolls, watch_rolls
from linan.response.headquarters.actions.turnouts import watch_turnouts


@app.periodic(cron="* * * * *")
@app.task(name="headquarters.watch", queueing_lock="headquarters.watch")
def watch(timestamp: int) -> None:
    """Say of whoever should be there by now that they are not, look for the silent, call the roll, pass on what nobody took."""
    moment = now()
    with everywhere():
        watch_turnouts(by=SYSTEM, now=moment)
        watch_rolls(by=SYSTEM, now=moment)
        call_due_rolls(by=SYSTEM, now=moment)
        raise_unclaimed(by=SYSTEM, now=moment)
