"""Device models: one YAML file each, with the series they fill, default conditions and sample messages."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import yaml

from linan.monitoring.domain import reading
from linan.monitoring.domain.commands import COMMANDS
from linan.monitoring.domain.conditions import parse
from linan.monitoring.domain.expression import BadExpression, Expression, parse_expression

FOLDER = Path(__file__).parent
ICONS = frozenset({
    "alarm", "building", "co", "device", "door", "fire", "gas", "heat", "hydrant", "lock", "people", "person", "rain",
    "ring", "shield", "smoke", "socket", "sos", "warning", "water",
})
THINGSBOARD = "thingsboard"


class BadProfile(ValueError):
    """A profile contradicts itself; the file and the fault are named."""


class Title(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A name in both languages."""

    en: str
    zh: str


class Channel(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One key of a message: what it measures, in which unit, and what its words mean.

    source (in the file: from): an expression on the message's fields, for messages that do not use the key itself.
    """

    quantity: str
    title: Title
    unit: str = ""
    words: dict[str, float] = {}
    source: str = msgspec.field(default="", name="from")

    def channel(self, series_id: int) -> reading.Channel:
        """Return what fills a series of a device of this model."""
        return reading.Channel(series_id, self.words, _parsed(self.source) if self.source else None)


class DefaultCondition(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A condition that a new community starts with. severity: 1 worst … 4; reason: article or practice."""

    kind: str
    quantity: str
    title: Title
    severity: int
    parameters: dict[str, Any]
    reason: str


class Sample(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A message as the device sends it, and the values it must give.

    sent: JSON as an object; a packet of a binary protocol in hexadecimal, of a text protocol as text.
    """

    sent: dict[str, Any] | str
    read: dict[str, float]


class Profile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A device model. silent_after_s: seconds without a word after which it counts as silent.

    gateway: the way in that its messages are written for. options: how it departs from that protocol.
    commands: what it can be told to do, keys of domain/commands.py.
    """

    key: str
    title: Title
    icon: str
    silent_after_s: float
    series: dict[str, Channel]
    conditions: list[DefaultCondition]
    samples: list[Sample]
    gateway: str = THINGSBOARD
    options: dict[str, Any] = {}
    commands: list[str] = []


@cache
def _parsed(text: str) -> Expression:
    return parse_expression(text)


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
    if profile.key != path.stem or profile.icon not in ICONS or not profile.samples or set(profile.commands) - COMMANDS.keys():
        raise BadProfile(f"{path.name}: key, icon, samples or commands")
    _check_expressions(path, profile)
    quantities = {one.quantity for one in profile.series.values()}
    for condition in profile.conditions:
        parse(condition.kind, condition.parameters)
        if condition.quantity not in quantities:
            raise BadProfile(f"{path.name}: no series measures {condition.quantity}")


def _check_expressions(path: Path, profile: Profile) -> None:
    for key, one in profile.series.items():
        try:
            one.channel(0)
        except BadExpression as fault:
            raise BadProfile(f"{path.name}: {key}: {fault}") from fault
