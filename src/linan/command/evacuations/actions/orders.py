"""Writes to orders: one confirmation gives every household its own; a change withdraws the old one and gives the next."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from secrets import token_urlsafe
from typing import Any

from django.db import transaction

from linan.command.evacuations.actions.plans import tell
from linan.command.evacuations.announcements import EvacuationOrdered
from linan.command.evacuations.asking import people_of
from linan.command.evacuations.contacts import Contacts
from linan.command.evacuations.models import Evacuation, EvacuationOrder, EvacuationStatus, Solution
from linan.ground.moves import move
from linan.ground.people.models import Actor
from linan.ground.refusals import Refused
from linan.ground.text import Sentence, noop
from linan.logistics.shelters.models import Shelter
from linan.registry.models import Household, Resident

TOKEN_BYTES = 12
_AT_ONCE = 1000
Json = Mapping[str, Any]


class NothingToOrder(Refused):
    """The plan leads nobody."""

    code = "nothing_to_order"
    status = 409
    msgid = noop("This plan brings nobody out. Choose other shelters or another path network first.")


@dataclass(frozen=True, slots=True)
class _Facts:
    """What orders need of the tables, gathered in few queries."""

    households: Mapping[int, Household]
    people: Mapping[int, Sequence[Resident]]
    shelters: Mapping[int, Shelter]
    contacts: Contacts


@transaction.atomic
def order_evacuation(*, evacuation_id: int, by: Actor, now: datetime) -> Evacuation:
    """Give every household of the proposed plan its order. Raises: NothingToOrder, MoveNotAllowed, MovedMeanwhile."""
    solution = Solution._base_manager.filter(evacuation_id=evacuation_id).first()
    if solution is None or not solution.orders["rows"]:
        raise NothingToOrder
    evacuation = move(
        Evacuation, evacuation_id, to=EvacuationStatus.ORDERED, ordered_at=now, ordered_by_id=by.pk, starts_at=now
    )
    given = give_orders(evacuation, solution.orders, now=now)
    event = EvacuationOrdered(
        evacuation_id=evacuation.pk, zone_id=evacuation.zone_id, households=len(given), people=sum(one.people for one in given)
    )
    tell(event, evacuation, by=by, now=now)
    return evacuation


def give_orders(evacuation: Evacuation, orders: Json, *, now: datetime) -> list[EvacuationOrder]:
    """Write orders as telling.orders_of() says them; whoever had one loses it and keeps the address of the page."""
    ids = [row[0] for row in (*orders["rows"], *orders.get("left", ()))]
    earlier = EvacuationOrder._base_manager.filter(evacuation=evacuation, household_id__in=ids)
    latest = {one.household_id: one for one in earlier.order_by("number")}
    earlier.filter(withdrawn_at=None).update(withdrawn_at=now)
    facts = _facts(evacuation, ids, now=now)
    made = [_order(row, orders, facts) for row in orders["rows"]] + [_left(row, facts) for row in orders.get("left", ())]
    for one in made:
        before = latest.get(one.household_id)
        one.evacuation, one.given_at = evacuation, now
        one.number, one.token = (before.number + 1, before.token) if before else (1, token_urlsafe(TOKEN_BYTES))
        if before and before.helper_id:
            one.helper_id = before.helper_id  # whom the household was told to expect, perhaps named by hand
    return EvacuationOrder._base_manager.bulk_create(made, batch_size=_AT_ONCE)


def _facts(evacuation: Evacuation, ids: Sequence[int], *, now: datetime) -> _Facts:
    rows = list(Household._base_manager.filter(pk__in=ids).select_related("building"))
    return _Facts(
        households={one.pk: one for one in rows}, people=people_of(rows),
        shelters={one.pk: one for one in Shelter._base_manager.filter(pk__in=evacuation.shelters)},
        contacts=Contacts(evacuation.org, now=now),
    )


def _order(row: Sequence[Any], orders: Json, facts: _Facts) -> EvacuationOrder:
    household_id, people, shelter_id, leaves_s, arrives_s, route = row
    shelter = facts.shelters[shelter_id]
    return EvacuationOrder(
        people=people, shelter=shelter, shelter_name=shelter.name, leaves_after_s=leaves_s, arrives_after_s=arrives_s,
        length_m=orders["lengths"][route], route={"type": "LineString", "coordinates": orders["routes"][route]},
        **_of_household(household_id, facts),
    )


def _left(row: Sequence[Any], facts: _Facts) -> EvacuationOrder:
    household_id, people, reason = row
    return EvacuationOrder(people=people, reason=Sentence(reason).as_json(), **_of_household(household_id, facts))


def _of_household(household_id: int, facts: _Facts) -> dict[str, Any]:
    needs = Counter(need.kind for one in facts.people[household_id] for need in one.needs.all())
    helper = facts.contacts.for_building(facts.households[household_id].building, needs_help=bool(needs))
    return {"household_id": household_id, "needs": dict(needs), "helper": helper}
