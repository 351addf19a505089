"""When a task that nobody takes goes on to the next in line. Shipped in claiming.yaml, or as a unit set it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).parents[1] / "claiming.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claiming:
    """wait: how long a task may lie unclaimed with one person; most: how often it goes on by itself."""

    wait: timedelta
    most: int
    source: str


@cache
def shipped() -> dict[str, Any]:
    """Return the rule of unclaimed tasks as it is shipped."""
    content: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return content


def claiming_from(row: Mapping[str, Any]) -> Claiming:
    """Return the rule of unclaimed tasks."""
    return Claiming(wait=timedelta(minutes=row["wait_min"]), most=row["most"], source=row["source"]["text"])


def goes_on(*, given_at: datetime, counted_from: datetime, passed: int, now: datetime, rule: Claiming) -> bool:
    """Return whether a task is to go on: given_at to its owner, waiting counted from no earlier than counted_from."""
    return passed < rule.most and now - max(given_at, counted_from) >= rule.wait
