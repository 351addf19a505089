"""Who is called in somebody's place: the deputy in the same role, then the leader of the unit or of the one above."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Q

from linan.ground.orgs.models import Org
from linan.ground.orgs.queries import ids_of_path
from linan.ground.people.models import Membership, Role
from linan.ground.people.queries import people_in_role
from linan.response.calls.domain.waves import To
from linan.response.calls.models import Recipient

# Who leads a unit, the nearest first.
LEADERS = (Role.COMMUNITY_DIRECTOR, Role.STREET_OFFICER, Role.DISTRICT_COMMANDER)

Pair = tuple[int, int | None]


def stand_ins(recipients: Sequence[Recipient], *, to: To, org: Org, now: datetime) -> list[Pair]:
    """Return who gets the messages of a wave: recipient id, person id (None: the resident)."""
    if to == To.RECIPIENT:
        return [(one.pk, one.person_id) for one in recipients]
    with_role = [one for one in recipients if one.person_id is not None]
    orgs = {one.pk: one for one in Org.objects.filter(pk__in={one.org_id for one in with_role})}
    found: dict[tuple[int, str], list[int]] = {}
    pairs: list[Pair] = []
    for one in with_role:
        key = (one.org_id, one.role)
        if key not in found:
            found[key] = _deputies(one, now) if to == To.DEPUTY else _leaders(orgs[one.org_id], now)
        pairs += [(one.pk, person) for person in _others(found[key], one, to)]
    return pairs


def org_ids_of(people: Iterable[int], *, now: datetime) -> list[int]:
    """Return the units in which any of the people hold a role at a moment."""
    held = Membership.objects.filter(person_id__in=list(people), from_at__lte=now)
    return list(held.filter(Q(to_at=None) | Q(to_at__gt=now)).values_list("org_id", flat=True).distinct())


def _others(people: Iterable[int], recipient: Recipient, to: To) -> list[int]:
    """Return the first leader, or every deputy, who is not the silent one."""
    others = [person for person in people if person != recipient.person_id]
    return others[:1] if to == To.LEADER else others


def _deputies(recipient: Recipient, now: datetime) -> list[int]:
    if not recipient.role:
        return []
    held = people_in_role(org_ids=[recipient.org_id], role=Role(recipient.role), now=now)
    return list(held.order_by("pk").values_list("pk", flat=True))


def _leaders(org: Org, now: datetime) -> list[int]:
    found: list[int] = []
    for org_id in reversed(ids_of_path(org.path)):
        for role in LEADERS:
            found += people_in_role(org_ids=[org_id], role=role, now=now).order_by("pk").values_list("pk", flat=True)
    return list(dict.fromkeys(found))
