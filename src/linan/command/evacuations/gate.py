"""What the page of the return gate shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from linan.command.evacuations.models import Clearance, DoorEntry, EarlyReturn, Evacuation, ZoneStatus
from linan.registry.models import Building


@dataclass(frozen=True, slots=True, kw_only=True)
class Staircase:
    """The households of one staircase."""

    building: Building
    unit: int
    away: Sequence[DoorEntry]
    home: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GatePage:
    """The gate. clearance: None while it is shut."""

    evacuation: Evacuation
    clearance: Clearance | None
    staircases: Sequence[Staircase]
    early_returns: Sequence[EarlyReturn]

    @property
    def is_open(self) -> bool:
        """Whether households may return."""
        return self.evacuation.zone.status == ZoneStatus.DANGER_CLEARED

    @property
    def home(self) -> int:
        """How many households are home again."""
        return sum(one.home for one in self.staircases)

    @property
    def households(self) -> int:
        """How many were sent out."""
        return self.home + sum(len(one.away) for one in self.staircases)


def gate_page(evacuation: Evacuation) -> GatePage:
    """Return the return gate of an evacuation."""
    rows = DoorEntry._base_manager.filter(evacuation=evacuation, household__isnull=False)
    rows = rows.select_related("household__building", "returned_by")
    doors = rows.order_by("household__building__name", "household__building_id", "household__unit", "household__floor", "household__door")
    groups = groupby(doors, key=lambda one: (one.home.building_id, one.home.unit))
    early = EarlyReturn._base_manager.filter(entry__evacuation=evacuation)
    clearance = Clearance._base_manager.filter(zone=evacuation.zone_id).select_related("signed_by").first()
    return GatePage(
        evacuation=evacuation, clearance=clearance, staircases=[_staircase(list(group)) for _, group in groups],
        early_returns=list(early.select_related("entry__household__building", "by", "task__owner").order_by("-at")),
    )


def _staircase(doors: Sequence[DoorEntry]) -> Staircase:
    home = doors[0].home
    away = [one for one in doors if one.returned_at is None]
    return Staircase(building=home.building, unit=home.unit, away=away, home=len(doors) - len(away))
