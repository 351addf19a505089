"""Periodic work of duty: spot checks drawn, called and settled."""

from procrastinate.contrib.django import app

from linan.ground.access.scopes import everywhere
from linan.ground.clock import now
from linan.logistics.duty.actions.spot_checks import call_due_checks, draw_checks, settle_checks


@app.periodic(cron="* * * * *")
@app.task(name="duty.spot_checks", queueing_lock="duty.spot_checks")
def check_duty(timestamp: int) -> None:
    """Draw the windows that begin within the hour, call the checks that are due, settle those nobody answered."""
    moment = now()
    with everywhere():
        draw_checks(now=moment)
        call_due_checks(now=moment)
        settle_checks(now=moment)
