"""One-off work: plans are solved behind the web."""

from procrastinate.contrib.django import app

from linan.command.evacuations.actions.news import REPLAN
from linan.command.evacuations.actions.plans import PLAN
from linan.command.evacuations.planning import solve
from linan.command.evacuations.replanning import replan
from linan.ground.access.scopes import everywhere


@app.task(name=PLAN)
def plan(evacuation_id: int) -> None:
    """Solve the plan of an evacuation."""
    with everywhere():
        solve(evacuation_id)


@app.task(name=REPLAN)
def replan_orders(evacuation_id: int) -> None:
    """Give new orders to those whom what changed concerns."""
    with everywhere():
        replan(evacuation_id)
