"""Who may be asked to walk a door list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from linan.command.evacuations.models import Evacuation
from linan.ground.orgs.queries import subtree_ids
from linan.ground.people.models import Membership, Person, Role
from linan.response.models import Participation

# The nearest to the doors first.
WALKING_ROLES = (Role.GRID_MEMBER, Role.BUILDING_HEAD, Role.VOLUNTEER, Role.PROPERTY_STAFF, Role.RESPONDER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Somebody who can be given a list, in the role and unit that come first."""

    person: Person
    role: str
    unit: str


def walkers_for(evacuation: Evacuation, *, now: datetime) -> Sequence[Candidate]:
    """Return who can walk: of the evacuation's unit and all below it, and of the units that take part in the incident."""
    units = {evacuation.org_id}
    if evacuation.incident_id:
        taking_part = Participation._base_manager.filter(incident_id=evacuation.incident_id)
        units |= set(taking_part.values_list("org_id", flat=True))
    held = Membership.objects.filter(
        Q(to_at=None) | Q(to_at__gt=now), org_id__in=subtree_ids(units), role__in=WALKING_ROLES, from_at__lte=now,
        person__is_active=True,
    ).select_related("person", "org")
    ordered = sorted(held, key=lambda one: (WALKING_ROLES.index(Role(one.role)), one.person.full_name, one.pk))
    first: dict[int, Candidate] = {}
    for one in ordered:
        first.setdefault(
            one.person_id, Candidate(person=one.person, role=str(one.get_role_display()), unit=one.org.name)
        )
    return list(first.values())
