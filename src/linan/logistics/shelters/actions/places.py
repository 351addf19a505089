"""Enter shelters and change what is known of them."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime

from django.db import transaction

from linan.ground.announcements.log import announce
from linan.ground.orgs.models import Org
from linan.ground.people.models import Actor
from linan.ground.refusals import Refused
from linan.ground.text import noop
from linan.logistics.shelters.actions.fullness import reckon_fullness
from linan.logistics.shelters.announcements import ShelterEntered
from linan.logistics.shelters.models import RESERVE_MOST_PERCENT, Shelter
from linan.registry.models import Resource

NOBODY = 0  # no row has this key


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of a shelter. beds: None where nobody counted; resource: its place of the base information."""

    name: str
    lon: float
    lat: float
    places: int
    address: str = ""
    is_indoor: bool = False
    beds: int | None = None
    is_step_free: bool = False
    reserve_percent: int = 10
    facilities: Sequence[str] = ()
    contact: str = ""
    phone: str = ""
    resource: Resource | None = None


class NameTaken(Refused):
    """Another shelter of the community has this name."""

    code = "shelter_name_taken"
    msgid = noop("The community already has a shelter of this name. Choose another name, or edit that one.")


class ReserveTooLarge(Refused):
    """A reserve that leaves no place is no shelter."""

    code = "reserve_too_large"
    msgid = noop("The reserve can be at most %(most)s %% of the places.")


class PlaceTaken(Refused):
    """The place of the base information is a shelter already."""

    code = "place_taken"
    msgid = noop("This place of the base information is entered as a shelter already. Edit that one.")


@transaction.atomic
def enter_shelter(known: Known, *, org: Org, by: Actor, now: datetime) -> Shelter:
    """Enter a shelter, closed. Raises: NameTaken, PlaceTaken, ReserveTooLarge."""
    _check(known, org=org, besides=NOBODY)
    shelter = Shelter.objects.create(org=org, **_columns(known))
    _tell(shelter, by=by, now=now)
    return shelter


@transaction.atomic
def change_shelter(known: Known, *, shelter_id: int, by: Actor, now: datetime) -> Shelter:
    """Change what is known of a shelter; whether it is full is reckoned again.

    Raises: NameTaken, PlaceTaken, ReserveTooLarge.
    """
    shelter = Shelter.objects.select_for_update(of=("self",)).select_related("org").get(pk=shelter_id)
    _check(known, org=shelter.org, besides=shelter_id)
    for name, value in _columns(known).items():
        setattr(shelter, name, value)
    shelter.save()
    _tell(shelter, by=by, now=now)
    return reckon_fullness(shelter, by=by, now=now)


def _columns(known: Known) -> dict[str, object]:
    columns = {one.name: getattr(known, one.name) for one in fields(known)}
    return columns | {"facilities": list(known.facilities), "name": known.name.strip()}


def _check(known: Known, *, org: Org, besides: int) -> None:
    others = Shelter.objects.filter(org=org).exclude(pk=besides)
    if known.reserve_percent > RESERVE_MOST_PERCENT:
        raise ReserveTooLarge(field="reserve_percent", most=RESERVE_MOST_PERCENT)
    if others.filter(name=known.name.strip()).exists():
        raise NameTaken(field="name")
    if known.resource and Shelter.objects.filter(resource=known.resource).exclude(pk=besides).exists():
        raise PlaceTaken(field="resource")


def _tell(shelter: Shelter, *, by: Actor, now: datetime) -> None:
    about = [f"shelter-{shelter.pk}", "shelters"]
    announce(ShelterEntered(shelter_id=shelter.pk), by_id=by.pk, org_id=shelter.org_id, about=about, now=now)
