"""An audience as SQL: whom a call would reach at this moment, each once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from shapely.geometry import Point, shape

from linan.ground.orgs.models import Org
from linan.ground.orgs.queries import ids_of_path, subtree_ids
from linan.registry.models import Building
from linan.response.calls.domain.audience import Audience
from linan.response.calls.domain.letters import Reach
from linan.response.calls.duty import on_duty
from linan.response.calls.models import Group

# Persons come by name, by group, by role or by duty; residents by the buildings they live in.
PICKED = """
    select distinct on (m.person_id) m.person_id, m.role, m.org_id, null::bigint as resident_id, null::bigint as household_id
    from people_membership m join people_person p on p.id = m.person_id and p.is_active
    where m.from_at <= %(now)s and (m.to_at is null or m.to_at > %(now)s) and m.org_id = any(%(reach)s::bigint[])
      and (m.person_id = any(%(people)s::bigint[]) or (m.role = any(%(roles)s::text[]) and m.org_id = any(%(below)s::bigint[])))
    order by m.person_id, (m.role = any(%(roles)s::text[])) desc, m.id
"""
PICKED_RESIDENTS = """
    select null::bigint, '', r.org_id, r.id, r.household_id
    from registry_resident r join registry_household h on h.id = r.household_id
    where h.building_id = any(%(buildings)s::bigint[]) and h.org_id = any(%(below)s::bigint[])
"""
WHOM = f"select * from ({PICKED}) persons union all {PICKED_RESIDENTS}"
COUNT = f"""
    select count(*), count(distinct picked.household_id), count(picked.person_id),
      count(*) filter (where {{reach}})
    from ({WHOM}) picked
    left join people_person p on p.id = picked.person_id
    left join registry_resident r on r.id = picked.resident_id
"""
# Whether somebody has an address of a kind; alias p: the person, r: the resident.
HAS_ADDRESS = {
    Reach.APP: "p.id is not null",
    Reach.PUSH: "exists (select 1 from calls_pushaddress a where a.person_id = p.id)",
    Reach.PHONE: "coalesce(nullif(p.phone, ''), nullif(r.phone_sealed, '')) is not null",
    Reach.MAIL: "coalesce(p.email, '') <> ''",
}


@dataclass(frozen=True, slots=True)
class Count:
    """How many a call would reach. accounts: of the people, those who can sign in. by_reach: with such an address."""

    people: int
    households: int
    accounts: int
    by_reach: dict[str, int]


def values_of(audience: Audience, *, org: Org, now: datetime) -> dict[str, Any]:
    """Return the parameters of WHOM for an audience chosen in a unit."""
    below = subtree_ids([org.pk])
    return {
        "now": now, "below": below, "reach": [*below, *ids_of_path(org.path)], "people": _people(audience, org, now),
        "roles": list(audience.roles), "buildings": buildings_of(audience),
    }


def count(audience: Audience, *, org: Org, now: datetime) -> Count:
    """Count whom the audience would reach at this moment."""
    values = values_of(audience, org=org, now=now)
    by_reach: dict[str, int] = {}
    people = households = accounts = 0
    with connection.cursor() as cursor:
        for reach, has in HAS_ADDRESS.items():
            cursor.execute(COUNT.format(reach=has), values)
            people, households, accounts, reached = cursor.fetchone() or (0, 0, 0, 0)
            by_reach[reach.value] = reached
    return Count(people=people, households=households, accounts=accounts, by_reach=by_reach)


def buildings_of(audience: Audience) -> list[int]:
    """Return the ids of the chosen buildings and of those whose centre lies in the chosen area."""
    return sorted({*audience.buildings, *(_in_area(audience) if audience.area else ())})


def _in_area(audience: Audience) -> list[int]:
    area = shape(audience.area)
    west, south, east, north = area.bounds
    near = Building.objects.filter(lon__range=(west, east), lat__range=(south, north)).values_list("pk", "lon", "lat")
    return [pk for pk, lon, lat in near if area.covers(Point(lon, lat))]


def _people(audience: Audience, org: Org, now: datetime) -> Sequence[int]:
    found = set(audience.people)
    if audience.groups:
        found.update(Group.objects.filter(pk__in=audience.groups).values_list("people", flat=True))
    if audience.on_duty:
        found.update(person.pk for person in on_duty(org, now=now).people)
    return sorted(pk for pk in found if pk is not None)
