"""What the page of readiness shows."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from linan.command.deployment.models import Need, Readiness, RoadClosure, Sendable, Stock, Team, Vehicle
from linan.command.deployment.queries import closures, under_way
from linan.ground.access.doors import Standing
from linan.ground.access.rights import Right

TONES = {Readiness.READY: "green", Readiness.DEPLOYED: "blue", Readiness.RESTING: "yellow", Readiness.OFF: "grey"}
ORDER = tuple(Readiness)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownSendable:
    """A team or vehicle. moves: the states its buttons lead to; need: where it was sent."""

    row: Sendable
    moves: Sequence[Readiness]
    need: Need | None
    may_edit: bool

    @property
    def tone(self) -> str:
        """The colour of its readiness."""
        return TONES[Readiness(self.row.readiness)]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadinessPage:
    """Everything that can be sent, and what hinders it."""

    teams: Sequence[ShownSendable]
    vehicles: Sequence[ShownSendable]
    stocks: Sequence[Stock]
    closures: Sequence[RoadClosure]
    counts: Sequence[tuple[Readiness, int]]
    may_respond: bool
    may_edit: bool


def readiness_page(standing: Standing) -> ReadinessPage:
    """Return the page as somebody with a standing sees it."""
    sent = list(under_way().select_related("need__incident"))
    teams = Team.objects.select_related("org", "leader")
    vehicles = Vehicle.objects.select_related("org", "leader")
    shown_teams = _shown(teams, {one.team_id: one.need for one in sent if one.team_id}, standing)
    shown_vehicles = _shown(vehicles, {one.vehicle_id: one.need for one in sent if one.vehicle_id}, standing)
    count = Counter(one.row.readiness for one in (*shown_teams, *shown_vehicles))
    return ReadinessPage(
        teams=shown_teams, vehicles=shown_vehicles, stocks=list(Stock.objects.select_related("resource", "org")),
        closures=list(closures().select_related("closed_by", "org")), counts=[(one, count[one]) for one in ORDER],
        may_respond=standing.may_anywhere(Right.RESPOND), may_edit=standing.may_anywhere(Right.EDIT_BASE),
    )


def _shown(
    rows: Iterable[Sendable], needs: dict[int | None, Need], standing: Standing
) -> list[ShownSendable]:
    shown = [
        ShownSendable(
            row=row, need=needs.get(row.pk), moves=_moves(row, standing),
            may_edit=standing.may(Right.EDIT_BASE, path=row.org.path),
        )
        for row in rows
    ]
    return sorted(shown, key=lambda one: (ORDER.index(Readiness(one.row.readiness)), one.row.name))


def _moves(row: Sendable, standing: Standing) -> list[Readiness]:
    """Return where a person may move it; deployed is set by sending alone."""
    if not standing.may(Right.RESPOND, path=row.org.path):
        return []
    reachable = row.MOVES[row.readiness] - {Readiness.DEPLOYED}
    return [one for one in ORDER if one in reachable]
