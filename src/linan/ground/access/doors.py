"""The doors: `access_<noun>` in every subsystem calls open_door, and no row is reached from a page otherwise."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.db import models

from linan.ground.access.rights import RIGHTS, Right
from linan.ground.orgs.models import Org
from linan.ground.orgs.queries import subtree_ids
from linan.ground.people.models import Person, Role
from linan.ground.people.queries import memberships_at
from linan.ground.refusals import NotAllowed, NotFound

Row = TypeVar("Row", bound=models.Model)


@dataclass(frozen=True, slots=True)
class Grant:
    """One held role: where it stands (path of the organisation) and the rights it carries there and below."""

    path: str
    org_id: int
    role: Role
    rights: frozenset[Right]


@dataclass(frozen=True, slots=True)
class Standing:
    """What a person may do at a moment: all grants, and the ids of every organisation they reach."""

    grants: tuple[Grant, ...]
    org_ids: tuple[int, ...]

    def may(self, right: Right, *, path: str) -> bool:
        """Return whether the right holds in the organisation of that path."""
        return any(right in grant.rights and path.startswith(grant.path) for grant in self.grants)

    def may_anywhere(self, right: Right) -> bool:
        """Return whether the right holds in any organisation."""
        return any(right in grant.rights for grant in self.grants)

    @property
    def roles(self) -> frozenset[Role]:
        """The roles held."""
        return frozenset(grant.role for grant in self.grants)


def standing_of(person: Person, *, now: datetime) -> Standing:
    """Return what a person may do at a moment (two queries)."""
    held = list(memberships_at(person, now=now))
    grants = tuple(
        Grant(path=one.org.path, org_id=one.org_id, role=Role(one.role), rights=RIGHTS[Role(one.role)]) for one in held
    )
    return Standing(grants=grants, org_ids=tuple(subtree_ids({one.org_id for one in held})))


def require(standing: Standing, right: Right) -> None:
    """Refuse unless the right holds somewhere: for lists, which the scope narrows. Raises: NotAllowed."""
    if not standing.may_anywhere(right):
        raise NotAllowed


def require_in(standing: Standing, right: Right, org: Org) -> None:
    """Refuse unless the right holds in that organisation. Raises: NotFound (out of sight), NotAllowed."""
    if org.pk not in standing.org_ids:
        raise NotFound
    if not standing.may(right, path=org.path):
        raise NotAllowed


def open_door(rows: models.QuerySet[Row], pk: Any, *, standing: Standing, to: Right, org: str = "org") -> Row:
    """Return the row if the person behind the standing may do `to` with it.

    rows: a scoped queryset, so what is out of sight is not found at all. org: attribute path to the
    organisation. Raises: NotFound, NotAllowed.
    """
    row = rows.filter(pk=pk).select_related(org.replace(".", "__")).first()
    if row is None:
        raise NotFound
    owner: Any = row
    for name in org.split("."):
        owner = getattr(owner, name)
    if not standing.may(to, path=owner.path):
        raise NotAllowed
    return row
