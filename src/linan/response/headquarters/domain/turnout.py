"""The tiers of a turn-out and their clocks: shipped in turnout.yaml, or as a unit set them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).parents[1] / "turnout.yaml"


class Start(StrEnum):
    """What begins the first tier of an incident."""

    OPENED = "opened"
    LEVEL_SET = "level_set"


class Clock(StrEnum):
    """How a tier stands against its clock."""

    RUNNING = "running"
    IN_TIME = "in_time"
    LATE = "late"  # nobody is there, and somebody should be
    CAME_LATE = "came_late"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier:
    """One tier. unit: kind of the organisation whose people it calls; arrives_in: until the first is on site.

    source: on what the figures rest; is_verified: whether that text was read.
    """

    number: int
    unit: str
    roles: tuple[str, ...]
    answers_in: timedelta
    arrives_in: timedelta
    source: str
    is_verified: bool

    @property
    def arrives_in_min(self) -> int:
        """Minutes until the first is on site."""
        return round(self.arrives_in.total_seconds() / 60)


@cache
def shipped() -> dict[str, Any]:
    """Return the rule of turn-outs as it is shipped."""
    content: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return content


def tiers_from(content: Mapping[str, Any]) -> dict[int, Tier]:
    """Return the tiers of a rule by number, the first first."""
    return {one.number: one for one in sorted(map(_tier, content["tiers"]), key=lambda one: one.number)}


def start_from(content: Mapping[str, Any], klass: str) -> Start:
    """Return what begins the first tier of an incident of a class."""
    return Start(content["starts"].get(klass, Start.LEVEL_SET))


def clock_of(*, due_at: datetime, on_site_at: datetime | None, now: datetime) -> Clock:
    """Return how a tier stands: on_site_at is when its first was there, None while nobody is."""
    if on_site_at is not None:
        return Clock.IN_TIME if on_site_at <= due_at else Clock.CAME_LATE
    return Clock.RUNNING if now <= due_at else Clock.LATE


def _tier(row: Mapping[str, Any]) -> Tier:
    return Tier(
        number=row["tier"], unit=row["unit"], roles=tuple(row["roles"]), answers_in=timedelta(minutes=row["answer_min"]),
        arrives_in=timedelta(minutes=row["arrive_min"]), source=row["source"]["text"],
        is_verified=row["source"]["verified"],
    )
