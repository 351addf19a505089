"""Whom a household can ask: the person of its grid, and for those who need help the least loaded of them."""

from collections import Counter, defaultdict
from datetime import datetime

from django.db.models import Q

from linan.ground.orgs.models import Org
from linan.ground.orgs.queries import ids_of_path, subtree_ids
from linan.ground.people.models import Membership, Person, Role
from linan.registry.models import Building

# Nearest first: who lives or works among the doors comes before who sits at the desk.
NEAR = (Role.BUILDING_HEAD, Role.GRID_MEMBER, Role.VOLUNTEER, Role.PROPERTY_STAFF)
AT_THE_DESK = (Role.DUTY_OFFICER, Role.COMMUNITY_DIRECTOR)


class Contacts:
    """Finds the contact of each household of an organisation, and spreads those who need help."""

    def __init__(self, org: Org, *, now: datetime) -> None:
        self._load: Counter[int] = Counter()
        self._near: dict[int, list[Person]] = defaultdict(list)
        self._anywhere: list[Person] = []
        self._desk: list[Person] = []
        for role in (*NEAR, *AT_THE_DESK):
            for one in _holders(org, role, now):
                self._put(one)

    def for_building(self, building: Building, *, needs_help: bool) -> Person | None:
        """Return whom the households of a building can ask; None where nobody holds such a role."""
        choices = self._near.get(building.grid_id or 0) or self._anywhere or self._desk
        if not choices:
            return None
        if not needs_help:
            return choices[0]
        person = min(choices, key=lambda one: self._load[one.pk])
        self._load[person.pk] += 1
        return person

    def _put(self, held: Membership) -> None:
        if held.role in AT_THE_DESK:
            self._desk.append(held.person)
            return
        self._near[held.org_id].append(held.person)
        self._anywhere.append(held.person)


def _holders(org: Org, role: Role, now: datetime) -> list[Membership]:
    circle = [*subtree_ids([org.pk]), *ids_of_path(org.path)]
    rows = Membership.objects.filter(
        Q(to_at=None) | Q(to_at__gt=now), org_id__in=circle, role=role, from_at__lte=now, person__is_active=True
    )
    return list(rows.select_related("person").order_by("pk"))
