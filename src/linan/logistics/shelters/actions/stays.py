"""Register who comes to a shelter, correct it, and let them go again."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from linan.ground.people.models import Actor
from linan.ground.refusals import NotFound, Refused
from linan.ground.text import noop
from linan.logistics.shelters.actions.fullness import reckon_fullness
from linan.logistics.shelters.actions.telling import tell
from linan.logistics.shelters.announcements import StayBegun, StayCorrected, StayEnded
from linan.logistics.shelters.models import IN_USE, LeftTo, Shelter, Stay, Via
from linan.logistics.shelters.queries import open_opening
from linan.registry.models import Household

AT_ONCE_MOST = 500  # a coach or two; beyond it is a slip of the finger


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """Who comes. client_id: made by the form, so that it counts once however often it is sent."""

    client_id: UUID
    via: Via
    people: int
    household: Household | None = None
    names: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """Who goes where. people: how many of the stay; place: which shelter, hospital or street, never a name."""

    client_id: UUID
    people: int
    to: str
    place: str = ""


class ShelterNotOpen(Refused):
    """Nobody can be registered at a closed shelter."""

    code = "shelter_not_open"
    status = 409
    msgid = noop("This shelter is not open. Open it first, or send people to one that is.")


class NumberNotPossible(Refused):
    """A number of people that cannot be meant."""

    code = "number_not_possible"
    msgid = noop("Enter a number of people between 1 and %(most)s.")


class NamesMissing(Refused):
    """Strangers are known by their names only."""

    code = "names_missing"
    msgid = noop("Write the name of at least one of them: later it is all there is to find them by.")


class PlaceUnknown(Refused):
    """Nobody leaves without where to."""

    code = "where_to_missing"
    msgid = noop("Choose where they go: home, relatives, another shelter, hospital or elsewhere.")


class HasLeft(Refused):
    """The stay has ended."""

    code = "has_left"
    status = 409
    msgid = noop("They have left already. Register them again if they came back.")


class HouseholdIsHere(Refused):
    """One household has one entry at a shelter."""

    code = "household_is_here"
    status = 409
    msgid = noop("This household is registered here already. Correct the number of people there and check this entry out.")


@transaction.atomic
def begin_stay(arrival: Arrival, *, shelter_id: int, by: Actor, now: datetime) -> Stay:
    """Register an arrival and return the stay; a repeated sending, or a household that is here, changes nothing.

    A full shelter still registers who stands in it. Raises: NotFound, ShelterNotOpen, NumberNotPossible, NamesMissing.
    """
    shelter = _locked(shelter_id)
    if (here := _known(arrival, shelter)) is not None:
        return here
    _check(arrival)
    opening = open_opening(shelter.pk)
    if shelter.status not in IN_USE or opening is None:
        raise ShelterNotOpen
    stay = Stay(
        client_id=arrival.client_id, shelter=shelter, opening=opening, household=arrival.household,
        people=arrival.people, via=arrival.via, at=now, by_id=by.pk,
    )
    stay.seal_names(arrival.names.strip())
    stay.save()
    event = StayBegun(
        stay_id=stay.pk, shelter_id=shelter.pk, household_id=stay.household_id, people=stay.people
    )
    tell(event, shelter, opening, by=by, now=now)
    reckon_fullness(shelter, by=by, now=now)
    return stay


@transaction.atomic
def correct_stay(*, stay_id: int, people: int, by: Actor, now: datetime) -> Stay:
    """Write the right number of people on a stay. Raises: NotFound, HasLeft, NumberNotPossible."""
    stay, shelter = _open_stay(stay_id)
    _possible(people)
    if people == stay.people:
        return stay
    Stay.objects.filter(pk=stay.pk).update(people=people)
    event = StayCorrected(stay_id=stay.pk, shelter_id=shelter.pk, household_id=stay.household_id, people=people)
    tell(event, shelter, stay.opening, by=by, now=now)
    reckon_fullness(shelter, by=by, now=now)
    stay.people = people
    return stay


@transaction.atomic
def match_stay(*, stay_id: int, household: Household, by: Actor, now: datetime) -> Stay:
    """Say which household the people are who were written down by name only.

    Raises: NotFound, HasLeft, HouseholdIsHere.
    """
    stay, shelter = _open_stay(stay_id)
    if Stay.objects.filter(shelter=shelter, household=household, left_at=None).exclude(pk=stay.pk).exists():
        raise HouseholdIsHere
    Stay.objects.filter(pk=stay.pk).update(household=household)
    event = StayCorrected(stay_id=stay.pk, shelter_id=shelter.pk, household_id=household.pk, people=stay.people)
    tell(event, shelter, stay.opening, by=by, now=now)
    stay.household = household
    return stay


@transaction.atomic
def end_stay(leaving: Leaving, *, stay_id: int, by: Actor, now: datetime) -> Stay:
    """Let all or some of a stay go, with where to; the rest of them stays. Returns the stay that ended.

    A repeated sending changes nothing. Raises: NotFound, HasLeft, NumberNotPossible, PlaceUnknown.
    """
    if (sent := Stay.objects.filter(left_client_id=leaving.client_id).first()) is not None:
        return sent
    stay, shelter = _open_stay(stay_id)
    if leaving.to not in LeftTo.values:
        raise PlaceUnknown(field="to")
    if not 1 <= leaving.people <= stay.people:
        raise NumberNotPossible(field="people", most=stay.people)
    gone = stay if leaving.people == stay.people else _split(stay, leaving)
    Stay.objects.filter(pk=gone.pk).update(
        left_at=now, left_by_id=by.pk, left_to=leaving.to, left_place=leaving.place.strip(),
        left_client_id=leaving.client_id,
    )
    event = StayEnded(
        stay_id=gone.pk, shelter_id=shelter.pk, household_id=gone.household_id, people=leaving.people,
        left_to=leaving.to,
    )
    tell(event, shelter, stay.opening, by=by, now=now)
    reckon_fullness(shelter, by=by, now=now)
    return Stay.objects.get(pk=gone.pk)


def _locked(shelter_id: int) -> Shelter:
    shelter = Shelter.objects.select_for_update(of=("self",)).filter(pk=shelter_id).first()
    if shelter is None:
        raise NotFound
    return shelter


def _open_stay(stay_id: int) -> tuple[Stay, Shelter]:
    found = Stay.objects.filter(pk=stay_id).values_list("shelter_id", flat=True).first()
    if found is None:
        raise NotFound
    shelter = _locked(found)
    stay = Stay.objects.select_related("opening").get(pk=stay_id)
    if stay.left_at is not None:
        raise HasLeft
    return stay, shelter


def _known(arrival: Arrival, shelter: Shelter) -> Stay | None:
    sent = Stay.objects.filter(client_id=arrival.client_id).first()
    if sent is not None or arrival.household is None:
        return sent
    return Stay.objects.filter(shelter=shelter, household=arrival.household, left_at=None).first()


def _check(arrival: Arrival) -> None:
    _possible(arrival.people)
    if arrival.household is None and not arrival.names.strip():
        raise NamesMissing(field="names")


def _possible(people: int) -> None:
    if not 1 <= people <= AT_ONCE_MOST:
        raise NumberNotPossible(field="people", most=AT_ONCE_MOST)


def _split(stay: Stay, leaving: Leaving) -> Stay:
    """Return a stay of its own for those of a stay who go; the names stay with those who remain."""
    Stay.objects.filter(pk=stay.pk).update(people=stay.people - leaving.people)
    gone = Stay(
        shelter_id=stay.shelter_id, opening=stay.opening, household_id=stay.household_id,
        people=leaving.people, via=stay.via, at=stay.at, by_id=stay.by_id, left_at=stay.at,
    )
    gone.seal_names(stay.names)
    gone.save()
    return gone
