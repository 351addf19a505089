"""Parts: conditions inside a condition."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from linan.monitoring.domain.conditions import parse
from linan.monitoring.domain.conditions.silence import Silence, SilencePart
from linan.monitoring.domain.rule import AnyRule, BadParameters
from linan.monitoring.domain.setting import Setting


@dataclass(frozen=True, slots=True)
class Part:
    """One condition inside another. quantity: "" for that of the whole; is_not: it must not hold."""

    rule: AnyRule
    quantity: str
    is_not: bool


def part_of(said: Any, setting: Setting, *, field: str) -> Part:
    """Return a part of {"kind", "parameters", "quantity", "is_not"}. Raises: BadParameters."""
    if not isinstance(said, Mapping) or not set(said) <= {"kind", "parameters", "quantity", "is_not"}:
        raise BadParameters(field=field, problem=f"{field} = {str(said)[:40]}")
    kind, parameters = str(said.get("kind")), said.get("parameters")
    if not isinstance(parameters, Mapping):
        raise BadParameters(field=field, problem=f"{field}: {kind}")
    return Part(_rule(kind, parameters, setting), str(said.get("quantity", "")), said.get("is_not") is True)


def _rule(kind: str, parameters: Mapping[str, Any], setting: Setting) -> AnyRule:
    rule = parse(kind, parameters, setting)
    return SilencePart(rule.silent_s) if isinstance(rule, Silence) else rule

