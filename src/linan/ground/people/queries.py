"""Reads of people and what they are at a moment."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q, QuerySet

from linan.ground.people.models import Membership, Person, Role


def memberships_at(person: Person, *, now: datetime) -> QuerySet[Membership]:
    """Return the memberships a person holds at a moment, with their organisations."""
    return (
        Membership.objects.filter(person=person, from_at__lte=now)
        .filter(Q(to_at=None) | Q(to_at__gt=now))
        .select_related("org")
    )


def people_in_role(*, org_ids: list[int], role: Role, now: datetime) -> QuerySet[Person]:
    """Return the active people who hold a role in one of the organisations at a moment."""
    return Person.objects.filter(
        Q(memberships__to_at=None) | Q(memberships__to_at__gt=now),
        is_active=True, memberships__org_id__in=org_ids, memberships__role=role, memberships__from_at__lte=now,
    ).distinct()


def home_org_id(person_id: int) -> int | None:
    """Return the organisation of a person's latest role, held or ended; None when there never was one."""
    latest = Membership.objects.filter(person_id=person_id).order_by("-from_at", "-pk")
    return latest.values_list("org_id", flat=True).first()


def people_of(*, org_ids: Sequence[int], search: str = "") -> QuerySet[Person]:
    """Return the people who hold or held a role in one of the organisations, by name; search: part of name or phone."""
    found = Person.objects.filter(memberships__org_id__in=org_ids)
    if search:
        named = Q(full_name__icontains=search) | Q(username__icontains=search) | Q(phone__icontains=search)
        found = found.filter(named)
    return found.distinct().order_by("full_name", "pk")
