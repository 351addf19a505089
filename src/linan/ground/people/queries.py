"""Reads of people and what they are at a moment."""

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
