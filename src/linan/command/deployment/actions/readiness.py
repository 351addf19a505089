"""Writes to what can be sent: teams, vehicles, stocks, and the roads to them."""

from datetime import datetime
from typing import Any

from django.db import transaction

from linan.command.deployment.announcements import (
    ReadinessChanged,
    RoadClosed,
    RoadReopened,
    SendableEntered,
    StockCounted,
)
from linan.command.deployment.models import (
    DeploymentItem,
    DeploymentStatus,
    Readiness,
    RoadClosure,
    Sendable,
    Stock,
    Team,
    Vehicle,
)
from linan.ground.announcements.kinds import Announcement
from linan.ground.announcements.log import announce
from linan.ground.moves import move
from linan.ground.orgs.models import Org
from linan.ground.people.models import Actor
from linan.ground.refusals import Refused
from linan.ground.text import noop


class StillDeployed(Refused):
    """Who was sent is called back where they were sent from."""

    code = "still_deployed"
    status = 409
    msgid = noop("“Deployed” is set by sending. Send the team from the page of its incident.")


@transaction.atomic
def set_readiness(sendable: Sendable, *, to: Readiness, by: Actor, now: datetime) -> None:
    """Say whether a team or vehicle can be sent; who was deployed is free again. Raises: StillDeployed, MoveNotAllowed."""
    if to == Readiness.DEPLOYED:
        raise StillDeployed
    change_readiness(sendable, to=to, by=by, now=now)
    # Its deployment may be that of a unit above, out of sight for who reports back.
    items = DeploymentItem._base_manager.filter(deployment__status=DeploymentStatus.SENT, back_at=None)
    items.filter(**{f"{noun_of(sendable)}_id": sendable.pk}).update(back_at=now)


def change_readiness(sendable: Sendable, *, to: Readiness, by: Actor, now: datetime) -> None:
    """Move the readiness along its table and tell. Raises: MoveNotAllowed, MovedMeanwhile."""
    move(type(sendable), sendable.pk, to=to, field="readiness", readiness_at=now, readiness_by_id=by.pk)
    noun = noun_of(sendable)
    _tell(ReadinessChanged(thing=noun, thing_id=sendable.pk, to=to), sendable.org, f"{noun}-{sendable.pk}", by=by, now=now)


@transaction.atomic
def enter_sendable(sendable: Team | Vehicle, *, by: Actor, now: datetime) -> None:
    """Keep a new or changed team or vehicle; its readiness is not touched."""
    if sendable._state.adding:
        sendable.readiness_at, sendable.readiness_by_id = now, by.pk
    sendable.save()
    noun = noun_of(sendable)
    _tell(SendableEntered(thing=noun, thing_id=sendable.pk), sendable.org, f"{noun}-{sendable.pk}", by=by, now=now)


@transaction.atomic
def enter_stock(*, stock: Stock, by: Actor, now: datetime) -> None:
    """Keep a new stock; it belongs to whoever its store belongs to."""
    stock.org, stock.counted_at = stock.resource.org, now
    stock.save()
    _tell(StockCounted(stock_id=stock.pk, amount=stock.amount), stock.org, f"stock-{stock.pk}", by=by, now=now)


@transaction.atomic
def count_stock(*, stock: Stock, amount: int, by: Actor, now: datetime) -> None:
    """Set how many pieces there are."""
    Stock.objects.filter(pk=stock.pk).update(amount=amount, counted_at=now)
    _tell(StockCounted(stock_id=stock.pk, amount=amount), stock.org, f"stock-{stock.pk}", by=by, now=now)


@transaction.atomic
def close_road(*, org: Org, by: Actor, now: datetime, **columns: Any) -> RoadClosure:
    """Close what lies around a place until it is reopened. columns: place, reason, lon, lat, radius_m."""
    closure = RoadClosure.objects.create(org=org, closed_at=now, closed_by_id=by.pk, **columns)
    _tell(RoadClosed(closure_id=closure.pk), org, f"closure-{closure.pk}", "closures", by=by, now=now)
    return closure


@transaction.atomic
def reopen_road(*, closure: RoadClosure, by: Actor, now: datetime) -> None:
    """Let a road be used again; a second time changes nothing."""
    changed = RoadClosure.objects.filter(pk=closure.pk, reopened_at=None).update(reopened_at=now, reopened_by_id=by.pk)
    if changed:
        _tell(RoadReopened(closure_id=closure.pk), closure.org, f"closure-{closure.pk}", "closures", by=by, now=now)


def noun_of(sendable: Sendable) -> str:
    """Return "team" or "vehicle"."""
    return "team" if isinstance(sendable, Team) else "vehicle"


def _tell(event: Announcement, org: Org, *about: str, by: Actor, now: datetime) -> None:
    announce(event, by_id=by.pk, org_id=org.pk, about=[*about, "teams"], now=now)
