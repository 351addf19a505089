"""Kinds of emergencies and the quantities that point to them, from codes.yaml."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

FILE = Path(__file__).with_name("codes.yaml")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of emergency. sub_code: GB/T 35561, `verified` where it was read in the standard's text."""

    key: str
    name: str
    klass: str
    sub_code: str
    verified: bool
    quantities: tuple[str, ...]


@cache
def kinds() -> tuple[Kind, ...]:
    """Return all kinds; the last one stands for whatever is not named."""
    rows = yaml.safe_load(FILE.read_text(encoding="utf-8"))["kinds"]
    return tuple(Kind(**{**row, "quantities": tuple(row["quantities"])}) for row in rows)


def kind_of_quantity(quantity: str) -> Kind:
    """Return the kind that a measured quantity points to."""
    return next((kind for kind in kinds() if quantity in kind.quantities), kinds()[-1])


def kind_of_sub_code(sub_code: str) -> Kind | None:
    """Return the kind of a sub-code; None for no code or one that is not listed."""
    return next((kind for kind in kinds() if sub_code and kind.sub_code == sub_code), None)


def kind_named(key: str) -> Kind:
    """Return the kind of that key. Raises: KeyError."""
    return {kind.key: kind for kind in kinds()}[key]
