"""Reads of the field headquarters that two places need."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q, QuerySet

from linan.ground.orgs.models import Org, OrgKind
from linan.ground.orgs.queries import ids_of_path, subtree_ids
from linan.ground.people.models import Membership
from linan.response.headquarters.domain.turnout import Tier
from linan.response.headquarters.models import MemberStatus, Turnout, TurnoutMember
from linan.response.models import IncidentStatus


def people_of_tier(tier: Tier, *, org: Org, now: datetime) -> list[Membership]:
    """Return who holds a role of a tier now, each person once: of a community with its grids, of street and district alone."""
    held = Membership.objects.filter(
        Q(to_at=None) | Q(to_at__gt=now), org_id__in=_units_of(tier, org), role__in=tier.roles, from_at__lte=now,
        person__is_active=True,
    ).select_related("person", "org").order_by("pk")
    order = {role: place for place, role in enumerate(tier.roles)}
    found: dict[int, Membership] = {}
    for one in sorted(held, key=lambda one: order[one.role]):
        found.setdefault(one.person_id, one)
    return list(found.values())


def turnouts_of(incident_id: int) -> list[Turnout]:
    """Return the tiers called to an incident."""
    return list(Turnout._base_manager.filter(incident_id=incident_id).select_related("called_by").order_by("tier"))


def members_of(incident_id: int) -> QuerySet[TurnoutMember]:
    """Return everybody who was called out to an incident."""
    rows = TurnoutMember._base_manager.filter(turnout__incident_id=incident_id)
    return rows.select_related("person", "turnout").order_by("turnout__tier", "pk")


def turnouts_asked_of(person_id: int) -> Sequence[TurnoutMember]:
    """Return the turn-outs on which a person is not yet on site, the newest first."""
    rows = TurnoutMember._base_manager.filter(
        person_id=person_id, turnout__incident__status=IncidentStatus.OPEN
    ).exclude(status__in=[MemberStatus.ON_SITE, MemberStatus.UNABLE])
    return list(rows.select_related("turnout__incident__building").order_by("-turnout__called_at"))


def _units_of(tier: Tier, org: Org) -> list[int]:
    above = Org.objects.filter(pk__in=ids_of_path(org.path), kind=tier.unit).values_list("pk", flat=True)
    units = list(above)
    return subtree_ids(units) if tier.unit == OrgKind.COMMUNITY else units
