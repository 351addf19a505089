"""Writes to the organisation tree."""

from django.db import transaction

from linan.ground.orgs.models import Org, OrgKind
from linan.ground.refusals import Refused
from linan.ground.text import noop

ABOVE: dict[str, frozenset[str | None]] = {
    OrgKind.DISTRICT: frozenset({None}),
    OrgKind.STREET: frozenset({OrgKind.DISTRICT}),
    OrgKind.COMMUNITY: frozenset({OrgKind.STREET}),
    OrgKind.GRID: frozenset({OrgKind.COMMUNITY}),
}


class WrongPlaceInTree(Refused):
    """The tree is district → street → community → grid; a member unit stands below a street or a community."""

    code = "wrong_place_in_tree"
    msgid = noop("A %(kind)s cannot stand there. Choose the organisation one level above it.")


@transaction.atomic
def add_org(
    *, kind: OrgKind, name: str, parent: Org | None, code: str = "", lon: float | None = None,
    lat: float | None = None, is_demo: bool = False,
) -> Org:
    """Add an organisation below its parent. Raises: WrongPlaceInTree."""
    allowed = ABOVE.get(kind, frozenset({OrgKind.STREET, OrgKind.COMMUNITY}))
    if (parent.kind if parent else None) not in allowed:
        raise WrongPlaceInTree(field="parent", kind=str(kind))
    org = Org.objects.create(
        kind=kind, name=name, parent=parent, code=code, lon=lon, lat=lat, is_demo=is_demo, path=f"new-{name}-{code}"
    )
    org.path = f"{parent.path if parent else ''}{org.pk}."
    org.save(update_fields=["path"])
    return org
