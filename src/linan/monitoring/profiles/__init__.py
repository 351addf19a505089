"""Device models: one YAML file each, with the series they fill, default conditions and sample messages."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import yaml

from linan.monitoring.domain.conditions import parse

FOLDER = Path(__file__).parent
ICONS = frozenset({"smoke", "heat", "co", "socket", "water", "rain", "sos", "door"})


class BadProfile(ValueError):
    """A profile contradicts itself; the file and the fault are named."""


class Title(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A name in both languages."""

    en: str
    zh: str


class Channel(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One key of a message: what it measures, in which unit, and what its words mean."""

    quantity: str
    title: Title
    unit: str = ""
    words: dict[str, float] = {}


class DefaultCondition(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A condition that a new community starts with. severity: 1 worst … 4; reason: article or practice."""

    kind: str
    quantity: str
    title: Title
    severity: int
    parameters: dict[str, Any]
    reason: str


class Sample(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A message as the device sends it, and the values it must give."""

    sent: dict[str, Any]
    read: dict[str, float]


class Profile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A device model. silent_after_s: seconds without a word after which it counts as silent."""

    key: str
    title: Title
    icon: str
    silent_after_s: float
    series: dict[str, Channel]
    conditions: list[DefaultCondition]
    samples: list[Sample]


@cache
def load_profiles() -> Mapping[str, Profile]:
    """Return {key: profile} of every file in the folder. Raises: BadProfile."""
    profiles = [_load(path) for path in sorted(FOLDER.glob("*.yaml"))]
    return {one.key: one for one in profiles}


def _load(path: Path) -> Profile:
    try:
        profile = msgspec.convert(yaml.safe_load(path.read_text(encoding="utf-8")), Profile)
    except msgspec.ValidationError as fault:
        raise BadProfile(f"{path.name}: {fault}") from fault
    _check(path, profile)
    return profile


def _check(path: Path, profile: Profile) -> None:
    if profile.key != path.stem or profile.icon not in ICONS or not profile.samples:
        raise BadProfile(f"{path.name}: key, icon or samples")
    quantities = {one.quantity for one in profile.series.values()}
    for condition in profile.conditions:
        parse(condition.kind, condition.parameters)
        if condition.quantity not in quantities:
            raise BadProfile(f"{path.name}: no series measures {condition.quantity}")
