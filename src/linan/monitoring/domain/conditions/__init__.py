"""Alarm conditions, one file per kind, found by this folder.

A kind is a module with TITLE, FIELDS (its parameters as the editor asks for them) and `parse(parameters, setting)`,
which makes a rule. A Rule is frozen: `begin(holds)` gives the memory of a series that is (not) in alarm,
`judge(memory, at, value, unit)` gives a Verdict with the next memory, `quiet_band(memory)` gives the closed
interval of values for which judging would change nothing, or None where every reading must be judged. A Timed
rule also says when time alone changes its verdict; a PlaceRule is judged on several series of one place.
"""

from collections.abc import Mapping
from typing import Any

from linan.ground.plugins import load_folder
from linan.monitoring.domain.rule import AnyRule, BadParameters, Field
from linan.monitoring.domain.setting import ORDINARY, Setting


def kinds() -> list[str]:
    """Return the names of all kinds."""
    return sorted(load_folder(__name__))


def parse(kind: str, parameters: Mapping[str, Any], setting: Setting = ORDINARY) -> AnyRule:
    """Return the rule that a condition's kind and parameters make. Raises: BadParameters."""
    folder = load_folder(__name__)
    if kind not in folder:
        raise BadParameters(field="kind", problem=kind)
    rule: AnyRule = folder[kind].parse(parameters, setting)
    return rule


def title_of(kind: str) -> str:
    """Return the msgid of a kind's name; one that does not exist stands as its key."""
    folder = load_folder(__name__)
    return str(folder[kind].TITLE) if kind in folder else kind


def fields_of(kind: str) -> tuple[Field, ...]:
    """Return the parameters of a kind as the editor asks for them; none for one that does not exist."""
    folder = load_folder(__name__)
    return tuple(folder[kind].FIELDS) if kind in folder else ()
