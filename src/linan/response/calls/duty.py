"""Whoever is on duty now: by the roster, else by the roles held, from the unit upwards until somebody is found."""

from dataclasses import dataclass
from datetime import datetime

from linan.ground.orgs.models import Org
from linan.ground.orgs.queries import ids_of_path
from linan.ground.people.models import Person, Role
from linan.ground.people.queries import people_in_role
from linan.logistics.duty.queries import people_on_roster

# Whose duty it is in each kind of unit; where nobody holds it, the unit above is asked.
DUTY_ROLES = (Role.DUTY_OFFICER, Role.STREET_OFFICER, Role.DISTRICT_COMMANDER)


@dataclass(frozen=True, slots=True)
class OnDuty:
    """Who is on duty, and where they were found: None where nobody is, all the way up."""

    people: tuple[Person, ...]
    org_id: int | None


def on_duty(org: Org, *, now: datetime) -> OnDuty:
    """Return everybody on duty in the unit, else in the first unit above it where somebody is.

    Where the roster has nobody at this moment, all who hold the unit's duty are on it.
    """
    for org_id in reversed(ids_of_path(org.path)):
        found = people_on_roster(org_id, now=now)
        found = found or [person for role in DUTY_ROLES for person in people_in_role(org_ids=[org_id], role=role, now=now)]
        if found:
            return OnDuty(people=tuple(dict.fromkeys(found)), org_id=org_id)
    return OnDuty(people=(), org_id=None)
