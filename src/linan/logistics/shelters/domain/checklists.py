"""The checklists of opening and closing, read from checklists/*.yaml."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from linan.logistics.shelters.domain.words import Words, words

FOLDER = Path(__file__).parents[1] / "checklists"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to look at."""

    key: str
    title: Words


@cache
def checklist(name: str) -> tuple[Item, ...]:
    """Return a checklist. name: opening or closing."""
    rows = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    return tuple(Item(key=row["key"], title=words(row["title"])) for row in rows)


def missing(name: str, checked: frozenset[str]) -> tuple[Item, ...]:
    """Return what of a checklist was not checked."""
    return tuple(item for item in checklist(name) if item.key not in checked)
