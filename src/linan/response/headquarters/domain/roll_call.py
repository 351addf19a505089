"""How long silence on a roll-call is borne, and what a jump of the clock does to it. Shipped in roll_call.yaml, or as a unit set them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).parents[1] / "roll_call.yaml"


class Silence(StrEnum):
    """How long somebody has been silent."""

    FRESH = "fresh"
    AMBER = "amber"
    RED = "red"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The times of a roll-call. pause: a longer gap between two looks means that the house slept or the clock jumped."""

    every: timedelta
    amber_after: timedelta
    red_after: timedelta
    search_within: timedelta
    pause: timedelta
    source: str


@cache
def shipped() -> dict[str, Any]:
    """Return the times of roll-calls as they are shipped."""
    content: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return content


def rules_from(row: Mapping[str, Any]) -> Rules:
    """Return the times of roll-calls."""
    return Rules(
        every=timedelta(minutes=row["every_min"]), amber_after=timedelta(minutes=row["amber_after_min"]),
        red_after=timedelta(minutes=row["red_after_min"]), search_within=timedelta(minutes=row["search_within_min"]),
        pause=timedelta(minutes=row["pause_min"]), source=row["source"]["text"],
    )


def silence_of(*, asked_at: datetime, now: datetime, rules: Rules) -> Silence:
    """Return how silent somebody is who was asked at a moment and has not answered."""
    waited = now - asked_at
    if waited >= rules.red_after:
        return Silence.RED
    return Silence.AMBER if waited >= rules.amber_after else Silence.FRESH


def has_jumped(*, looked_at: datetime, now: datetime, rules: Rules) -> bool:
    """Return whether so much time lies between two looks, or so little, that waiting has to begin anew."""
    return not timedelta(0) <= now - looked_at <= rules.pause


def is_due(*, last_at: datetime, now: datetime, rules: Rules) -> bool:
    """Return whether the next roll-call is due."""
    return now - last_at >= rules.every
