"""Builders of shelters, closed and open, and of who stays in them."""

from datetime import datetime
from itertools import count
from uuid import uuid4

from linan.ground.access.scopes import everywhere
from linan.ground.orgs.models import Org
from linan.ground.people.models import Person, Role
from linan.logistics.shelters.actions.openings import Looked, open_shelter
from linan.logistics.shelters.actions.places import Known, enter_shelter
from linan.logistics.shelters.actions.stays import Arrival, begin_stay
from linan.logistics.shelters.domain.checklists import checklist
from linan.logistics.shelters.models import OpeningMode, Shelter, Stay, Via
from linan.registry.models import Household
from tests.build import NOW, a_community, a_person
from tests.builders.registry import a_household, a_resident

_numbers = count(1)


def looked(name: str = "opening", *, reason: str = "燃气主管泄漏，值班主任决定") -> Looked:
    """Return a checklist gone through without a gap. name: opening or closing."""
    return Looked(reason=reason, checked=frozenset(item.key for item in checklist(name)))


def a_shelter(*, org: Org | None = None, places: int = 100, reserve_percent: int = 10, name: str = "") -> Shelter:
    """Return a new closed shelter, in a new community unless one is given."""
    home = org or a_community()
    known = Known(
        name=name or f"{next(_numbers)}号小学体育馆", lon=118.79, lat=32.04, places=places,
        reserve_percent=reserve_percent, is_indoor=True,
    )
    with everywhere():
        return enter_shelter(known, org=home, by=a_person(role=Role.COMMUNITY_DIRECTOR, org=home), now=NOW)


def an_open_shelter(
    *, org: Org | None = None, places: int = 100, reserve_percent: int = 10, by: Person | None = None,
    mode: OpeningMode = OpeningMode.REAL, now: datetime = NOW,
) -> Shelter:
    """Return a new shelter that was opened by its owner."""
    shelter = a_shelter(org=org, places=places, reserve_percent=reserve_percent)
    owner = by or a_person(org=shelter.org)
    with everywhere():
        return open_shelter(looked(), shelter_id=shelter.pk, owner=owner, mode=mode, by=owner, now=now)


def arrival(*, household: Household | None = None, people: int = 3, names: str = "", via: Via = Via.DOOR) -> Arrival:
    """Return an arrival; strangers unless a household is given."""
    said = names or ("" if household else "李平")
    return Arrival(
        client_id=uuid4(), via=via if household else Via.STRANGER, people=people, household=household, names=said
    )


def a_stay(
    *, shelter: Shelter | None = None, household: Household | None = None, people: int = 3, org: Org | None = None,
    now: datetime = NOW,
) -> Stay:
    """Return people who came to an open shelter: a household, in the shelter's community unless one is given."""
    place = shelter or an_open_shelter(org=org)
    home = household or a_household(org=place.org)
    if household is None:
        a_resident(household=home)
    with everywhere():
        return begin_stay(
            arrival(household=home, people=people), shelter_id=place.pk, by=a_person(org=place.org), now=now
        )
