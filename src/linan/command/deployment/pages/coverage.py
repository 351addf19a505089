"""What the coverage page shows: minutes to every building, now and after somebody has left."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from linan.command.deployment.models import Deployment, Readiness, Sendable, Skill
from linan.command.deployment.queries import Listed, arrivals_at, roads, sendables, ways
from linan.command.domain.deployment.coverage import Floats, Reach, reach
from linan.command.domain.deployment.facilities import one_more
from linan.command.domain.deployment.roads import Travel, Way
from linan.command.layers import collection
from linan.ground.text import noop, say
from linan.ground.ui.layers import Feature, Look, point
from linan.registry.models import Building, BuildingUse
from linan.registry.queries import buildings_to_reach, headcounts

WITHIN_S = 180  # 社区微型消防站: on the scene within three minutes (the 1-3-5 rule)
AT_MOST_S = 1800  # what a building counts that nobody reaches sooner
NEW_TURN_OUT_S = 60
MOST_CANDIDATES = 300
LOOKED_AT_S = 300  # what a new station would reach later than this does not decide where it goes
LIMITS_S = ((180.0, "green"), (300.0, "yellow"), (600.0, "orange"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A building: its people, minutes before and after (None: nobody comes), and who is first now."""

    building: Building
    people: int
    before_min: int | None
    after_min: int | None
    first: str
    tone: str

    @property
    def is_worse(self) -> bool:
        """Whether somebody comes later than before."""
        return self.before_min is not None and (self.after_min is None or self.after_min > self.before_min)


@dataclass(frozen=True, slots=True, kw_only=True)
class BestPlace:
    """Where one more station helps: people newly reached in time, and minutes saved for each person on average.

    saved_min: None where somebody is reached by nobody, so that an average says nothing.
    """

    building: Building
    newly: int
    saved_min: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Shares of people reached within three minutes, 0 to 100; rows worst first; best places first."""

    rows: Sequence[Row]
    before_share: int
    after_share: int
    people: int
    bases: Sequence[Listed]
    best: Sequence[BestPlace]

    @property
    def worse(self) -> int:
        """How many buildings wait longer than before."""
        return sum(one.is_worse for one in self.rows)


def coverage_of(skill: Skill, deployment: Deployment | None) -> Coverage:
    """Return the coverage by teams with a skill: with everybody there and now, or now and after a deployment."""
    listed = [one for one in sendables() if skill in one.source.gives and isinstance(one.thing, Sendable)]
    buildings = buildings_to_reach()
    goals = np.array([(one.lon, one.lat) for one in buildings], float).reshape(-1, 2)
    counts = headcounts([one.pk for one in buildings])
    people = np.array([counts.get(one.pk, 0) for one in buildings], float)
    known = ways()
    there = arrivals_at(listed, goals, known=known)
    before, after = (reach(there, staying) for staying in _staying(listed, deployment))
    return Coverage(
        rows=_rows(buildings, people, before, after, listed), before_share=_percent(before, people),
        after_share=_percent(after, people), people=int(people.sum()), bases=listed,
        best=_best(buildings, goals, people, after if deployment else before, known),
    )


def tone_of(seconds: float) -> str:
    """Return the colour of an arrival time."""
    return next((tone for limit, tone in LIMITS_S if seconds <= limit), "red")


def drawn(coverage: Coverage) -> dict[str, Any]:
    """Return what changes on the coverage map: buildings in the colour of their minutes, bases, best places for one more."""
    toned = [{"id": one.building.pk, "tone": one.tone, "floors": []} for one in coverage.rows]
    best = [
        point(one.building.lon, one.building.lat, tone="blue", label=str(say(noop("+%(count)d residents"), count=one.newly)))
        for one in coverage.best[:1]
    ]
    return {"buildings": toned, "added": [_signs("bases", "people", map(_base, coverage.bases)), _signs("best", "plus", best)]}


def _base(one: Listed) -> Feature:
    is_ready = not one.source.held_back
    return point(one.base.lon, one.base.lat, tone="green" if is_ready else "grey", label=one.source.name)


def _signs(key: str, icon: str, features: Iterable[Feature]) -> dict[str, Any]:
    return {"key": key, "look": Look.SIGN, "icon": icon, "starts_shown": True, "features": collection(features)}


def _staying(listed: Sequence[Listed], deployment: Deployment | None) -> tuple[list[bool], list[bool]]:
    """Return which bases count before and after."""
    ready = [not one.source.held_back for one in listed]
    if deployment is None:
        return [_belongs(one) for one in listed], ready
    leaving = {item.key for item in deployment.items.all()}
    goes = [one.source.key in leaving for one in listed]
    before = [is_ready or is_gone for is_ready, is_gone in zip(ready, goes, strict=True)]
    return before, [was_there and not is_gone for was_there, is_gone in zip(before, goes, strict=True)]


def _belongs(listed: Listed) -> bool:
    return isinstance(listed.thing, Sendable) and listed.thing.readiness != Readiness.OFF


def _rows(
    buildings: Sequence[Building], people: Floats, before: Reach, after: Reach, listed: Sequence[Listed]
) -> list[Row]:
    rows = [
        Row(
            building=building, people=int(people[at]), before_min=_minutes(before.seconds[at]),
            after_min=_minutes(after.seconds[at]), tone=tone_of(float(after.seconds[at])),
            first=listed[after.first[at]].source.name if after.first[at] >= 0 else "",
        )
        for at, building in enumerate(buildings)
    ]
    return sorted(rows, key=lambda one: (one.after_min is not None, -(one.after_min or 0), -one.people, one.building.pk))


def _minutes(seconds: float) -> int | None:
    return int(-(-seconds // 60)) if np.isfinite(seconds) else None


def _percent(found: Reach, people: Floats) -> int:
    return round(100 * found.share_within(WITHIN_S, people))


def _best(
    buildings: Sequence[Building], goals: Floats, people: Floats, now: Reach, known: Sequence[Way]
) -> list[BestPlace]:
    """Return the three buildings beside which one more station, or a reserve for a while, would help most."""
    houses = [at for at, one in enumerate(buildings) if one.use != BuildingUse.SHED]
    if not houses or not people.sum():
        return []
    candidates = np.array(houses)[np.linspace(0, len(houses) - 1, min(len(houses), MOST_CANDIDATES)).astype(int)]
    ebike = roads([Travel.EBIKE], known=known)[Travel.EBIKE]
    there = ebike.seconds(goals[candidates], goals, at_most_s=LOOKED_AT_S) + NEW_TURN_OUT_S
    gain = one_more(now.seconds, there, people, within_s=WITHIN_S, at_most_s=AT_MOST_S)
    saved_min = gain.saved / people.sum() / 60
    is_average = bool(np.isfinite(now.seconds[people > 0]).all())
    return [
        BestPlace(
            building=buildings[candidates[at]], newly=int(gain.newly_within[at]),
            saved_min=round(float(saved_min[at]), 1) if is_average else None,
        )
        for at in np.lexsort((-gain.saved, -gain.newly_within))[:3]
    ]


__all__ = ["Coverage", "coverage_of", "drawn", "tone_of"]
