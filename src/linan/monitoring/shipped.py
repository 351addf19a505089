"""What is supplied with the system as data: conditions, and what quantities can be."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import yaml

from linan.monitoring.domain.conditions import parse
from linan.monitoring.profiles import Title, load_profiles

FOLDER = Path(__file__).parent / "rules"
TABLES = frozenset({"ranges"})


class Shipped(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A condition that a new community starts with.

    severity: 1 worst … 4; reason: article or practice; in_use: False where somebody must first decide for it.
    """

    kind: str
    quantity: str
    title: Title
    severity: int
    parameters: dict[str, Any]
    reason: str
    profile: str = ""
    in_use: bool = True


class Book(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Conditions that belong together."""

    about: Title
    conditions: list[Shipped]


class Range(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The name and unit of a quantity, and between which values it lies."""

    title: Title
    unit: str
    least: float
    most: float


@cache
def shipped_conditions() -> tuple[Shipped, ...]:
    """Return the conditions of all device models and of all books. Raises: BadParameters, msgspec.ValidationError."""
    every = (*_of_profiles(), *_of_books())
    for one in every:
        parse(one.kind, one.parameters)
    return every


def _of_profiles() -> Iterator[Shipped]:
    for profile in load_profiles().values():
        for one in profile.conditions:
            yield Shipped(
                one.kind, one.quantity, one.title, one.severity, one.parameters, one.reason, profile=profile.key
            )


def _of_books() -> Iterator[Shipped]:
    for path in sorted(FOLDER.glob("*.yaml")):
        if path.stem not in TABLES:
            yield from msgspec.convert(_read(path), Book).conditions


@cache
def ranges() -> dict[str, Range]:
    """Return {quantity: what it can be}."""
    return msgspec.convert(_read(FOLDER / "ranges.yaml"), dict[str, Range])


def _read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))
