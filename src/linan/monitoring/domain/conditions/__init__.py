"""Alarm conditions, one file per kind, found by this folder.

A kind is a module with `parse(parameters) -> Rule`. A Rule is frozen and has three methods:
`begin(holds)` gives the memory of a series that is (not) in alarm, `judge(memory, at, value, unit)` gives
a Verdict with the next memory, and `quiet_band(memory)` gives the closed interval of values for which
judging would change nothing, or None where every reading must be judged.
"""

from collections.abc import Mapping
from typing import Any

from linan.ground.plugins import load_folder
from linan.monitoring.domain.rule import BadParameters, Rule


def kinds() -> list[str]:
    """Return the names of all kinds."""
    return sorted(load_folder(__name__))


def parse(kind: str, parameters: Mapping[str, Any]) -> Rule:
    """Return the rule that a condition's kind and parameters make. Raises: BadParameters."""
    folder = load_folder(__name__)
    if kind not in folder:
        raise BadParameters(field="kind", problem=kind)
    rule: Rule = folder[kind].parse(parameters)
    return rule
