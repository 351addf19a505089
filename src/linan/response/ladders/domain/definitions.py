"""What a kind of ladder is: its rungs, what starts it, how long a quiet time forgives. Read from definitions/*.yaml."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parents[1] / "definitions"


@dataclass(frozen=True, slots=True)
class Words:
    """One text in two languages."""

    en: str
    zh: str

    def in_language(self, code: str) -> str:
        """Return the text in the language; Chinese for all codes that begin with zh."""
        return self.zh if code.startswith("zh") else self.en


@dataclass(frozen=True, slots=True, kw_only=True)
class RungKind:
    """One rung. role: of the person who gets it; due_in: from its beginning to its deadline."""

    key: str
    title: Words
    role: str
    due_in: timedelta
    needs_photo: bool
    script: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Starts:
    """What begins or climbs a ladder: an alarm that is raised or verified, so many times within a span."""

    when: str
    quantities: frozenset[str]
    times: int
    within: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderKind:
    """A kind of ladder. cooling_off: quiet time after which everything is forgiven, with the reason for its length."""

    key: str
    icon: str
    title: Words
    starts: Starts
    cooling_off: timedelta
    cooling_off_reason: Words
    basis: Words
    demand: Words
    consequence: Words
    handed_to: Words
    rungs: tuple[RungKind, ...]

    def rung(self, number: int) -> RungKind:
        """Return a rung, counted from 1."""
        return self.rungs[number - 1]


@cache
def ladder_kinds() -> dict[str, LadderKind]:
    """Return every kind of ladder by its key, the name of its file."""
    files = sorted(FOLDER.glob("*.yaml"))
    return {file.stem: _kind(file.stem, yaml.safe_load(file.read_text(encoding="utf-8"))) for file in files}


@cache
def kind_of_raised(quantity: str) -> str | None:
    """Return the kind of ladder that an alarm of a quantity starts as soon as it is raised; None for none."""
    return next(
        (key for key, one in ladder_kinds().items() if one.starts.when == "raised" and quantity in one.starts.quantities),
        None,
    )


def _kind(key: str, row: Mapping[str, Any]) -> LadderKind:
    starts = row["starts"]
    texts = ("title", "cooling_off_reason", "basis", "demand", "consequence", "handed_to")
    return LadderKind(
        key=key, icon=row["icon"], cooling_off=timedelta(days=row["cooling_off_days"]),
        starts=Starts(
            when=starts["when"], quantities=frozenset(starts["quantities"]), times=starts["times"],
            within=timedelta(days=starts["within_days"]),
        ),
        rungs=tuple(_rung(one) for one in row["rungs"]), **{name: Words(**row[name]) for name in texts},
    )


def _rung(row: Mapping[str, Any]) -> RungKind:
    return RungKind(
        key=row["key"], title=Words(**row["title"]), role=row["role"], due_in=timedelta(hours=row["due_h"]),
        needs_photo=row["needs_photo"], script=Words(**row["script"]),
    )
