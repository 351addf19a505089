"""How long readings are kept as shipped, read from the file beside: days by class of quantity, each with its reason."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import msgspec
import yaml

from linan.monitoring.domain.warnings.levels import Title

FILE = Path(__file__).with_name("retention.yaml")
OTHER = "other"


class Law(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a law or standard asks. readings_days: at least, 0 where it names no number; verified: compared with its text."""

    readings_days: int
    verified: bool
    source: Title


class KeptClass(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How long a class of quantities is kept: every reading, and its hourly figures."""

    title: Title
    readings_days: int
    hours_days: int
    reason: Title
    quantities: list[str]
    law: Law | None = None


class Retention(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file. open_days: whole days before today that stay in PostgreSQL."""

    open_days: int
    open_days_reason: str
    classes: Mapping[str, KeptClass]

    def first_open_day(self, today: date) -> date:
        """Return the oldest day that stays open."""
        return today - timedelta(days=self.open_days)

    def expired(self, day: date, *, today: date) -> frozenset[str]:
        """Return the classes whose readings of a day have been kept long enough."""
        age_days = (today - day).days
        return frozenset(name for name, one in self.classes.items() if age_days > one.readings_days)

    def hours_expired(self, day: date, *, today: date) -> frozenset[str]:
        """Return the classes whose hourly figures of a day have been kept long enough."""
        age_days = (today - day).days
        return frozenset(name for name, one in self.classes.items() if age_days > one.hours_days)

    def named(self) -> list[str]:
        """Return every quantity that a class names."""
        return [quantity for one in self.classes.values() for quantity in one.quantities]


@cache
def retention() -> Retention:
    """Return what the shipped file says."""
    return msgspec.convert(yaml.safe_load(FILE.read_text(encoding="utf-8")), Retention)
