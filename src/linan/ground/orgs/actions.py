"""Writes to the organisation tree."""

from datetime import datetime

from django.db import transaction

from linan.ground.announcements.kinds import Announcement
from linan.ground.announcements.log import announce
from linan.ground.orgs.announcements import OrgAdded, OrgChanged
from linan.ground.orgs.models import Org, OrgKind
from linan.ground.refusals import NotFound, Refused
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


class NameMissing(Refused):
    """An organisation without a name cannot be told from its neighbours."""

    code = "name_missing"
    msgid = noop("Write a name of at most 80 characters.")


@transaction.atomic
def add_org(
    *, kind: OrgKind, name: str, parent: Org | None, code: str = "", lon: float | None = None,
    lat: float | None = None, is_demo: bool = False, by_id: int | None = None, now: datetime | None = None,
) -> Org:
    """Add an organisation below its parent.

    now: None while an installation is first filled, before anyone could hear: nothing is announced.
    Raises: WrongPlaceInTree, NameMissing.
    """
    _check_place(kind, parent)
    org = Org.objects.create(
        kind=kind, name=_checked_name(name), parent=parent, code=code, lon=lon, lat=lat, is_demo=is_demo,
        path=f"new-{name}-{code}",
    )
    org.path = f"{parent.path if parent else ''}{org.pk}."
    org.save(update_fields=["path"])
    if now is not None:
        _tell(OrgAdded(organisation_id=org.pk, org_kind=str(kind)), org, by_id=by_id, now=now)
    return org


@transaction.atomic
def change_org(*, org_id: int, name: str, code: str, by_id: int | None, now: datetime) -> Org:
    """Give an organisation another name and code. Raises: NotFound, NameMissing."""
    org = Org.objects.select_for_update().filter(pk=org_id).first()
    if org is None:
        raise NotFound
    org.name, org.code = _checked_name(name), code
    org.save(update_fields=["name", "code"])
    _tell(OrgChanged(organisation_id=org.pk), org, by_id=by_id, now=now)
    return org


def rename_org(*, org_id: int, name: str, by_id: int | None, now: datetime) -> Org:
    """Give an organisation another name. Raises: NotFound, NameMissing."""
    code = Org.objects.filter(pk=org_id).values_list("code", flat=True).first()
    return change_org(org_id=org_id, name=name, code=code or "", by_id=by_id, now=now)


def _check_place(kind: OrgKind, parent: Org | None) -> None:
    allowed = ABOVE.get(kind, frozenset({OrgKind.STREET, OrgKind.COMMUNITY}))
    if (parent.kind if parent else None) not in allowed:
        raise WrongPlaceInTree(field="parent", kind=str(kind.label))


def _checked_name(name: str) -> str:
    stripped = name.strip()
    if not 1 <= len(stripped) <= 80:
        raise NameMissing(field="name")
    return stripped


def _tell(event: Announcement, org: Org, *, by_id: int | None, now: datetime) -> None:
    announce(event, by_id=by_id, org_id=org.pk, about=[f"org-{org.pk}", "orgs"], now=now)
