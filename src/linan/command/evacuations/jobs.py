"""One-off work: plans are solved behind the web."""

from procrastinate.contrib.django import app

from linan.command.evacuations.actions.plans import PLAN
from linan.command.evacuations.planning import solve
from linan.ground.access.scopes import everywhere


@app.task(name=PLAN)
def plan(evacuation_id: int) -> None:
    """Solve the plan of an evacuation."""
    with everywhere():
        solve(evacuation_id)
