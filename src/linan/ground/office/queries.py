"""What the office shows: the tree, the log and who stands behind it."""

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext

from linan.ground.access.doors import Standing
from linan.ground.announcements.kinds import KINDS
from linan.ground.announcements.letters import dead_letters
from linan.ground.announcements.models import DeadLetter, Logged
from linan.ground.orgs.models import Org
from linan.ground.orgs.queries import ids_of_path
from linan.ground.people.models import Person, Role


@dataclass(frozen=True, slots=True)
class Branch:
    """An organisation of the tree and how deep it stands below the topmost one shown."""

    org: Org
    depth: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the log in words."""

    row: Logged
    title: str
    who: str


def tree(org_ids: Iterable[int]) -> list[Branch]:
    """Return the organisations in tree order, siblings by age."""
    orgs = sorted(Org.objects.filter(pk__in=list(org_ids)), key=lambda org: ids_of_path(org.path))
    depths = [len(ids_of_path(org.path)) for org in orgs]
    return [Branch(org=org, depth=depth - min(depths)) for org, depth in zip(orgs, depths, strict=True)]


def log_rows(*, standing: Standing, thing: str = "", kind: str = "", person: str = "") -> QuerySet[Logged]:
    """Return what happened in sight of the standing, newest first.

    thing: "alarm-7". kind: "monitoring.AlarmRaised" or its beginning. person: a sign-in name.
    """
    rows = Logged.objects.filter(Q(org_id__in=standing.org_ids))
    if thing:
        rows = rows.filter(about__contains=[thing])
    if kind:
        rows = rows.filter(kind__istartswith=kind)
    if person:
        rows = rows.filter(by_id__in=Person.objects.filter(username__iexact=person).values("pk"))
    return rows.order_by("-id")


def letters_of(standing: Standing) -> QuerySet[DeadLetter]:
    """Return the dead letters about what happened in reach, newest first."""
    return dead_letters().filter(logged__org_id__in=standing.org_ids).select_related("logged")


def entries(rows: Iterable[Logged]) -> list[Entry]:
    """Return the rows in words, with the names of those who acted (one query)."""
    listed = list(rows)
    people = Person.objects.in_bulk({row.by_id for row in listed if row.by_id})
    return [Entry(row=row, title=title_of(row), who=_who(row, people)) for row in listed]


def title_of(row: Logged) -> str:
    """Return the words of a kind, from TITLES of the room that announces it; the kind itself where it has none."""
    event = KINDS.get(row.kind)
    titles = getattr(sys.modules[event.__module__], "TITLES", {}) if event else {}
    if row.kind not in titles:
        return row.kind
    return gettext(titles[row.kind]) % {**row.payload, **_roles_in_words(row.payload)}


def _roles_in_words(payload: dict[str, Any]) -> dict[str, str]:
    role = payload.get("role")
    return {"role": str(Role(role).label)} if role in Role.values else {}


def _who(row: Logged, people: dict[int, Person]) -> str:
    if row.by_id is None:
        return gettext("the system")
    return str(people.get(row.by_id, f"#{row.by_id}"))
