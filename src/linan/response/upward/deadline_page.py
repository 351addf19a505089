"""What the pages of deadlines show."""

from collections.abc import Sequence
from dataclasses import dataclass

from linan.ground.access.doors import Standing as Grants
from linan.ground.orgs.models import Org
from linan.ground.refusals import NotFound
from linan.ground.text import noop, say
from linan.response.upward.domain.deadlines import Deadline
from linan.response.upward.models import OwnDeadline
from linan.response.upward.models.words import ALL_KINDS, UNITS, WAYS
from linan.response.upward.queries import REPORTING, Standing, deadlines_for, versions_of

GROUPS = {
    "community": noop("The community owes"), "street": noop("The street office owes"), "district": noop("The district owes"),
    "any": noop("Every unit that has reported owes"),
    "outside": noop("Owed by others, for reference"),
}


@dataclass(frozen=True, slots=True)
class ShownDeadline:
    """A deadline with its words."""

    deadline: Deadline
    own: OwnDeadline | None

    @property
    def kind(self) -> str:
        """What is reported."""
        return str(dict(ALL_KINDS)[self.deadline.kind])

    @property
    def way(self) -> str:
        """By which way."""
        return str(dict(WAYS)[self.deadline.way])

    @property
    def unit(self) -> str:
        """What the time is counted in; empty where none is named."""
        return str(dict(UNITS)[self.deadline.unit]) if self.deadline.unit else ""

    @property
    def may_be_set(self) -> bool:
        """Whether a unit can set it."""
        return self.deadline.within is not None


@dataclass(frozen=True, slots=True)
class Group:
    """The deadlines of one kind of unit."""

    title: str
    rows: Sequence[ShownDeadline]


@dataclass(frozen=True, slots=True)
class DeadlinePage:
    """One deadline with its versions. version: the unit's own newest, 0 where it has none."""

    unit: Org
    deadline: Deadline
    shown: ShownDeadline
    versions: Sequence[OwnDeadline]
    version: int

    def seen(self, posted: str | None) -> int:
        """Return the version that the person looked at."""
        return int(posted) if posted and posted.isdigit() else -1


def deadline_groups(standing: Grants) -> list[Group]:
    """Return all deadlines as they hold for the person's unit, by who owes."""
    rows = [ShownDeadline(one.deadline, one.own) for one in _for(standing)]
    return [Group(str(say(title)), [one for one in rows if one.deadline.owes == owes]) for owes, title in GROUPS.items()]


def deadline_page(unit: Org, key: str) -> DeadlinePage:
    """Return one deadline as it holds for a unit. Raises: NotFound."""
    found = next((one for one in deadlines_for(unit) if one.deadline.key == key and one.deadline.within is not None), None)
    if found is None:
        raise NotFound
    own = found.own if found.own and found.own.org_id == unit.pk else None
    return DeadlinePage(
        unit=unit, deadline=found.deadline, shown=ShownDeadline(found.deadline, found.own),
        versions=list(versions_of(unit, key)), version=own.version if own else 0,
    )


def _for(standing: Grants) -> Sequence[Standing]:
    """Return the deadlines of the highest reporting unit in reach; of any other person the one it belongs to."""
    ids = [one.org_id for one in standing.grants]
    unit = Org.objects.filter(pk__in=ids, kind__in=REPORTING).order_by("path").first()
    unit = unit or Org.objects.filter(pk__in=ids).order_by("path").first()
    if unit is None:
        raise NotFound
    return deadlines_for(unit)
