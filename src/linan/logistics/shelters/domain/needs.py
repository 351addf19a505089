"""What so many people need for so many days, after the norms of norms/shelter.yaml."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from math import ceil
from pathlib import Path

import yaml

from linan.logistics.shelters.domain.words import Words, words

FILE = Path(__file__).parents[1] / "norms" / "shelter.yaml"
EVERYBODY, HOUSEHOLDS = "everybody", "households"


class Band(StrEnum):
    """Age bands, as the norms name them."""

    INFANT = "infant"
    TODDLER = "toddler"
    CHILD = "child"
    ADULT = "adult"
    OLD = "old"
    AGED = "aged"


# The first age that no longer belongs to a band.
_ENDS = ((1, Band.INFANT), (3, Band.TODDLER), (18, Band.CHILD), (60, Band.ADULT), (80, Band.OLD))
# Whom one counts first when fewer came than live there: who needs most.
_FIRST = (Band.INFANT, Band.TODDLER, Band.AGED, Band.OLD, Band.CHILD, Band.ADULT)


class Per(StrEnum):
    """What an amount is for."""

    DAY = "day"
    HEAD = "head"
    GROUP = "group"


@dataclass(frozen=True, slots=True, kw_only=True)
class Norm:
    """One thing that is needed. amount: for each head and `days` days, for each head, or heads for one piece."""

    key: str
    group: str
    title: Words
    unit: Words
    heads: frozenset[str]
    per: Per
    amount: float
    days: int
    source: Words
    is_verified: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    """How much of one thing is needed, whole units, rounded up."""

    norm: Norm
    heads: int
    amount: int


@dataclass(frozen=True, slots=True)
class Heads:
    """People by age band, and in how many households."""

    bands: Mapping[Band, int]
    households: int

    @property
    def people(self) -> int:
        """All of them."""
        return sum(self.bands.values())

    def of(self, names: frozenset[str]) -> int:
        """Return how many heads a norm counts."""
        if EVERYBODY in names:
            return self.people
        return (self.households if HOUSEHOLDS in names else 0) + sum(
            count for band, count in self.bands.items() if band in names
        )


@cache
def norms() -> tuple[Norm, ...]:
    """Return the norms in the order of the file."""
    return tuple(_norm(row) for row in yaml.safe_load(FILE.read_text(encoding="utf-8")))


def wanted(heads: Heads, *, days: int) -> list[Wanted]:
    """Return what is needed, things that nobody needs left out."""
    found = [Wanted(norm, heads.of(norm.heads), _amount(norm, heads.of(norm.heads), days)) for norm in norms()]
    return [one for one in found if one.amount]


def band_of(birth_year: int | None, *, year: int) -> Band:
    """Return the age band in a year; who is of unknown age counts as adult."""
    if birth_year is None:
        return Band.ADULT
    age = year - birth_year
    return next((band for end, band in _ENDS if age < end), Band.AGED)


def present(bands: Sequence[Band], people: int) -> list[Band]:
    """Return the bands of those who came of a household: who needs most counts first, more people count as adults.

    bands: of all who live there; people: how many came.
    """
    first = sorted(bands, key=_FIRST.index)[:people]
    return first + [Band.ADULT] * (people - len(first))


def _amount(norm: Norm, heads: int, days: int) -> int:
    if norm.per is Per.GROUP:
        return ceil(heads / norm.amount)
    stretch = days / norm.days if norm.per is Per.DAY else 1.0
    return ceil(round(heads * norm.amount * stretch, 6))


def _norm(row: Mapping[str, object]) -> Norm:
    return Norm(
        key=str(row["key"]), group=str(row["group"]), title=words(row["title"]), unit=words(row["unit"]),  # type: ignore[arg-type]
        heads=frozenset(row["heads"]), per=Per(str(row["per"])), amount=float(row["amount"]),  # type: ignore[arg-type, call-overload]
        days=int(row.get("days", 1)), source=words(row["source"]), is_verified=bool(row["verified"]),  # type: ignore[arg-type, call-overload]
    )
