"""Figures of a report: indicator, definition, source, time; and when a change asks for a sentence."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).parents[1] / "indicators.yaml"


class Origin(StrEnum):
    """Where a figure comes from."""

    LEDGER = "ledger"
    RECORD = "record"
    ROOMS = "rooms"
    HAND = "hand"


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """What is counted, and in what."""

    key: str
    name: str
    unit: str
    origin: Origin
    definition: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A figure as it was counted. source: the ledger or rows it was counted from; at: the newest of them."""

    key: str
    value: int
    source: str
    at: datetime


class Change(StrEnum):
    """A change that asks for a sentence."""

    FALL = "fall"
    LEAP = "leap"


@dataclass(frozen=True, slots=True)
class LeapRule:
    """A leap is at least `factor` times as many and at least `least` more."""

    factor: int
    least: int


def change_of(before: Decimal | None, after: Decimal | None, *, rule: LeapRule) -> Change | None:
    """Return what kind of change asks for a sentence; None for none, and where either figure is unknown."""
    if before is None or after is None:
        return None
    if after < before:
        return Change.FALL
    return Change.LEAP if after >= before * rule.factor and after - before >= rule.least else None


@cache
def indicators() -> tuple[Indicator, ...]:
    """Return every indicator in the order of the report."""
    return tuple(
        Indicator(
            key=row["key"], name=row["name"], unit=row["unit"], origin=Origin(row["from"]), definition=row["definition"]
        )
        for row in _file()["indicators"]
    )


@cache
def leap_rule() -> LeapRule:
    """Return when a figure has leapt."""
    rules = _file()["rules"]
    return LeapRule(factor=rules["leap_factor"], least=rules["leap_least"])


@cache
def _file() -> Mapping[str, Any]:
    read: Mapping[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return read
