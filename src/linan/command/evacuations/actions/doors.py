"""Writes to door lists: made and given out, brought up to date, handed over."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from linan.command.domain.doors.sharing import share_out
from linan.command.domain.doors.walk import Door, walking_orders
from linan.command.evacuations.announcements import DoorListGiven, DoorListsMade
from linan.command.evacuations.models import DoorEntry, DoorList, Evacuation, EvacuationOrder, Evacuee
from linan.ground.announcements.kinds import Announcement
from linan.ground.announcements.log import Told, announce_many
from linan.ground.people.models import Actor, Person
from linan.ground.refusals import Refused
from linan.ground.text import noop
from linan.registry.models import Resident
from linan.response.calls.superiors import org_ids_of


class NoWalker(Refused):
    """Lists are made for those who walk them."""

    code = "no_walker"
    msgid = noop("Choose at least one person who knocks at the doors.")


class NoDoorsToKnock(Refused):
    """Door lists come from the orders of an evacuation."""

    code = "no_doors_to_knock"
    status = 409
    msgid = noop("No household has an order that is not on a list already. Order the evacuation first.")


class ListsAlreadyMade(Refused):
    """Walked lists are not cut anew: what was said at a door stays with its list."""

    code = "lists_already_made"
    status = 409
    msgid = noop("The door lists are made already. Give a list to somebody else if its walker cannot go on.")


@transaction.atomic
def make_door_lists(*, evacuation_id: int, walkers: Sequence[Person], by: Actor, now: datetime) -> list[DoorList]:
    """Share the ordered households out among walkers, and give each their list.

    Raises: NoWalker, ListsAlreadyMade, NoDoorsToKnock.
    """
    if not walkers:
        raise NoWalker(field="walkers")
    evacuation = _locked(evacuation_id)
    if DoorList._base_manager.filter(evacuation=evacuation).exists():
        raise ListsAlreadyMade
    orders = _orders_without_door(evacuation)
    if not orders:
        raise NoDoorsToKnock
    shares = [share for share in share_out(map(_door, orders), walkers=len(walkers)) if share]
    lists = DoorList._base_manager.bulk_create(
        DoorList(evacuation=evacuation, number=number, walker=walker, given_at=now, given_by_id=by.pk)
        for number, (walker, _) in enumerate(zip(walkers, shares, strict=False), start=1)
    )
    for one, share in zip(lists, shares, strict=True):
        _add_entries(one, share)
    _add_people(evacuation)
    made = DoorListsMade(evacuation_id=evacuation.pk, lists=len(lists), doors=len(orders))
    _tell(evacuation, made, people=[one.walker_id for one in lists], by=by, now=now)
    return lists


@transaction.atomic
def complete_door_lists(*, evacuation_id: int, by: Actor, now: datetime) -> int:
    """Put households that were ordered later on the list of their stairwell, or the shortest, and return how many."""
    evacuation = _locked(evacuation_id)
    lists = list(DoorList._base_manager.filter(evacuation=evacuation).order_by("number"))
    orders = _orders_without_door(evacuation) if lists else []
    if not orders:
        return 0
    taken = _lists_of_stairwells(evacuation)
    load = {one.pk: DoorEntry._base_manager.filter(door_list=one).count() for one in lists}
    for door in map(_door, orders):
        list_id = taken.setdefault(door.stairwell, min(load, key=lambda pk: (load[pk], pk)))
        load[list_id] += 1
    for one in lists:
        _add_entries(one, [door for door in map(_door, orders) if taken[door.stairwell] == one.pk], after=load[one.pk])
    _add_people(evacuation)
    made = DoorListsMade(evacuation_id=evacuation.pk, lists=len(lists), doors=len(orders))
    _tell(evacuation, made, people=[one.walker_id for one in lists], by=by, now=now)
    return len(orders)


@transaction.atomic
def give_door_list(*, door_list_id: int, walker: Person, by: Actor, now: datetime) -> DoorList:
    """Give a list to somebody else; what the one before still has on the phone is taken all the same."""
    door_list = DoorList._base_manager.select_for_update(of=("self",)).select_related("evacuation").get(pk=door_list_id)
    former = door_list.walker
    if former is not None:
        door_list.former_walkers.add(former)
    door_list.walker, door_list.given_at, door_list.given_by_id = walker, now, by.pk
    door_list.save(update_fields=["walker", "given_at", "given_by"])
    event = DoorListGiven(evacuation_id=door_list.evacuation_id, door_list_id=door_list.pk, walker_id=walker.pk)
    told = [walker.pk, former.pk if former else None]
    _tell(door_list.evacuation, event, people=told, also=[f"doorlist-{door_list.pk}"], by=by, now=now)
    return door_list


def _locked(evacuation_id: int) -> Evacuation:
    rows = Evacuation._base_manager.select_for_update(of=("self",)).select_related("org")
    return rows.get(pk=evacuation_id)


def _doors_of(evacuation: Evacuation) -> QuerySet[DoorEntry]:
    return DoorEntry._base_manager.filter(evacuation=evacuation, household__isnull=False)


def _orders_without_door(evacuation: Evacuation) -> list[EvacuationOrder]:
    rows = EvacuationOrder._base_manager.filter(evacuation=evacuation, withdrawn_at=None)
    rows = rows.exclude(household__in=_doors_of(evacuation).values("household"))
    return list(rows.select_related("household__building"))


def _door(order: EvacuationOrder) -> Door:
    home = order.household
    return Door(
        household_id=home.pk, building_id=home.building_id, unit=home.unit, floor=home.floor, door=home.door,
        needs_help=any(order.needs.values()), lon=home.building.lon, lat=home.building.lat,
    )


def _add_entries(door_list: DoorList, doors: Sequence[Door], *, after: int = 0) -> None:
    DoorEntry._base_manager.bulk_create(
        DoorEntry(
            door_list=door_list, evacuation_id=door_list.evacuation_id, household_id=door.household_id,
            place_in_order=after + place, needs_help=door.needs_help,
        )
        for place, door in enumerate(walking_orders(doors), start=1)
    )


def _add_people(evacuation: Evacuation) -> None:
    """Write down by name who is expected from the doors that have nobody yet: later moves change no count."""
    empty = dict(_doors_of(evacuation).filter(people=None).values_list("household_id", "pk"))
    residents = Resident._base_manager.filter(household_id__in=empty).order_by("pk")
    Evacuee._base_manager.bulk_create(
        Evacuee(entry_id=empty[home], resident_id=pk) for pk, home in residents.values_list("pk", "household_id")
    )


def _lists_of_stairwells(evacuation: Evacuation) -> dict[tuple[int, int], int]:
    rows = _doors_of(evacuation).values_list("household__building_id", "household__unit", "door_list_id")
    return {(building, unit): list_id for building, unit, list_id in rows}


def _tell(
    evacuation: Evacuation, event: Announcement, *, people: Sequence[int | None], by: Actor, now: datetime,
    also: Sequence[str] = (),
) -> None:
    """Announce where the evacuation stands, and in the units of those who walk."""
    about = [f"evacuation-{evacuation.pk}", f"doors-{evacuation.pk}", "my-doors", *also]
    incident = [f"incident-{evacuation.incident_id}"] if evacuation.incident_id else []
    elsewhere = set(org_ids_of([one for one in people if one], now=now)) - {evacuation.org_id}
    told = [Told(event=event, org_id=evacuation.org_id, about=[*about, *incident], mode=evacuation.mode)]
    told += [Told(event=event, org_id=one, about=["my-doors", *also], mode=evacuation.mode) for one in sorted(elsewhere)]
    announce_many(told, by_id=by.pk, now=now)
