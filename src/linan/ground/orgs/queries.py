"""Reads of the organisation tree."""

from collections.abc import Iterable

from django.db.models import Q

from linan.ground.orgs.models import Org, OrgKind


def subtree_ids(org_ids: Iterable[int]) -> list[int]:
    """Return the ids of the named organisations and of all below them."""
    paths = Org.objects.filter(pk__in=list(org_ids)).values_list("path", flat=True)
    within = Q(pk__in=[])
    for path in paths:
        within |= Q(path__startswith=path)
    return list(Org.objects.filter(within).values_list("pk", flat=True))


def ids_of_path(path: str) -> list[int]:
    """Return the ids on a path, root first: "1.4.9." gives [1, 4, 9]."""
    return [int(part) for part in path.split(".") if part]


def community_of(org: Org) -> Org | None:
    """Return the community an organisation is or stands in; None above communities."""
    return Org.objects.filter(pk__in=ids_of_path(org.path), kind=OrgKind.COMMUNITY).first()


def holds_demonstration() -> bool:
    """Return whether this installation holds the demonstration's made-up neighbourhood."""
    return Org.objects.filter(is_demo=True).exists()
