"""Writes when something changes during an evacuation: a way blocked, the new orders that follow."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from procrastinate.contrib.django import app

from linan.command.evacuations.actions.orders import give_orders
from linan.command.evacuations.actions.plans import minutes_of, tell
from linan.command.evacuations.announcements import ChangedPlanMeasured, OrdersChanged, WayClosed
from linan.command.evacuations.models import Closure, Evacuation, EvacuationStatus, Solution
from linan.ground.moves import MoveNotAllowed
from linan.ground.people.models import Actor
from linan.ground.text import Sentence

REPLAN = "evacuations.replan"
# What is said of a plan and no longer holds once it was changed; measured anew a moment later.
MEASURED = ("gap_percent", "bound_s", "bottlenecks", "stages", "measured_at")


@transaction.atomic
def report_blocked(
    *, evacuation_id: int, polygon: Mapping[str, Any], note: str, by: Actor, now: datetime
) -> Closure:
    """Note that nobody can pass somewhere, and have new orders worked out. Raises: MoveNotAllowed."""
    evacuation = Evacuation._base_manager.get(pk=evacuation_id)
    if evacuation.status != EvacuationStatus.ORDERED:
        raise MoveNotAllowed(current=evacuation.status, to=EvacuationStatus.ORDERED)
    closure = Closure.objects.create(
        evacuation=evacuation, polygon=dict(polygon), note=note, reported_at=now, reported_by_id=by.pk
    )
    tell(WayClosed(evacuation_id=evacuation.pk, closure_id=closure.pk), evacuation, by=by, now=now)
    ask_replan(evacuation)
    return closure


def ask_replan(evacuation: Evacuation) -> None:
    """Have new orders worked out from what is known by then; one at a time for each evacuation."""
    app.configure_task(REPLAN, lock=f"{REPLAN}-{evacuation.pk}").defer(evacuation_id=evacuation.pk)


@transaction.atomic
def ask_replans_for_shelter(*, shelter_id: int) -> None:
    """Have new orders worked out wherever people are on the way to a shelter that is full."""
    rows = Evacuation.objects.filter(status=EvacuationStatus.ORDERED, orders__shelter_id=shelter_id, orders__withdrawn_at=None)
    for evacuation in rows.distinct():
        ask_replan(evacuation)


@transaction.atomic
def lay_down_changes(
    *, evacuation: Evacuation, orders: Mapping[str, Any], crowding: Mapping[str, Any], arrays: bytes,
    quality: Mapping[str, Any], by: Actor, now: datetime,
) -> int:
    """Withdraw the orders of those concerned, give them the next ones, and return how many households that are."""
    row = Evacuation._base_manager.select_for_update(of=("self",)).get(pk=evacuation.pk)
    if row.status != EvacuationStatus.ORDERED:
        return 0
    given = give_orders(row, orders, now=now)
    Solution._base_manager.filter(evacuation=row).update(arrays=arrays, crowding=dict(crowding))
    kept = {name: value for name, value in row.quality.items() if name not in MEASURED}
    Evacuation._base_manager.filter(pk=row.pk).update(quality={**kept, **quality}, failure=None)
    tell(OrdersChanged(evacuation_id=row.pk, households=len(given)), row, by=by, now=now)
    return len(given)


@transaction.atomic
def note_measured(*, evacuation: Evacuation, quality: Mapping[str, Any], by: Actor, now: datetime) -> None:
    """Note what a changed plan is worth: its bound, its gap, where people wait, and from when on that was reckoned."""
    row = Evacuation._base_manager.select_for_update(of=("self",)).get(pk=evacuation.pk)
    measured = {**row.quality, **quality, "measured_at": now.isoformat()}
    Evacuation._base_manager.filter(pk=row.pk).update(quality=measured)
    event = ChangedPlanMeasured(evacuation_id=row.pk, clearance_min=minutes_of(measured["clearance_s"]))
    tell(event, row, by=by, now=now)


def note_no_change(*, evacuation: Evacuation, why: Sentence) -> None:
    """Note that new orders could not be worked out; the old ones hold."""
    Evacuation._base_manager.filter(pk=evacuation.pk).update(failure=why.as_json())
