"""What a condition is: a frozen rule that judges readings with a memory which is handed back and forth."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from linan.ground.refusals import Refused
from linan.ground.text import Sentence, noop


class BadParameters(Refused):
    """The parameters of a condition do not fit its kind."""

    code = "bad_parameters"
    msgid = noop("The parameters do not fit the condition: %(problem)s. Correct them and save again.")


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a condition holds after a reading, why, and the memory for the next one."""

    holds: bool
    because: Sentence
    memory: Any


class Rule(Protocol):
    """A parsed condition. at: seconds since 1970; value and band in the unit of the series."""

    def begin(self, *, holds: bool) -> Any:
        """Return the memory of a series that is, or is not, in alarm."""

    def judge(self, memory: Any, at: float, value: float, unit: str) -> Verdict:
        """Judge one reading."""

    def quiet_band(self, memory: Any) -> tuple[float, float] | None:
        """Return the closed interval of values for which judging changes nothing."""


@dataclass(frozen=True, slots=True)
class Limit:
    """A level that raises and another, on the quiet side of it, that clears (hysteresis)."""

    raises: float
    clears: float
    is_upper: bool

    def reached(self, value: float) -> bool:
        """Return whether the value is at the raising level or beyond."""
        return value >= self.raises if self.is_upper else value <= self.raises

    def left(self, value: float) -> bool:
        """Return whether the value is back at the clearing level or on its quiet side."""
        return value <= self.clears if self.is_upper else value >= self.clears

    def holds_after(self, value: float, *, held: bool) -> bool:
        """Return whether the alarm stands after the value."""
        return not self.left(value) if held else self.reached(value)

    def quiet_band(self, *, held: bool) -> tuple[float, float]:
        """Return the closed interval of values that change nothing."""
        border = self.clears if held else self.raises
        if self.is_upper == held:
            return math.nextafter(border, math.inf), math.inf
        return -math.inf, math.nextafter(border, -math.inf)


def parse_limit(parameters: Mapping[str, Any]) -> Limit:
    """Return the limit of {"above", "clear_below"} or {"below", "clear_above"}. Raises: BadParameters."""
    is_upper = "above" in parameters
    names = ("above", "clear_below") if is_upper else ("below", "clear_above")
    raises, clears = (number(parameters, name) for name in names)
    if (clears >= raises) if is_upper else (clears <= raises):
        raise BadParameters(field=names[1], problem=f"{names[1]} {clears:g}, {names[0]} {raises:g}")
    return Limit(raises=raises, clears=clears, is_upper=is_upper)


def number(parameters: Mapping[str, Any], name: str) -> float:
    """Return a finite number among the parameters. Raises: BadParameters."""
    value = parameters.get(name)
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        raise BadParameters(field=name, problem=f"{name} = {value}")
    return float(value)


def positive(parameters: Mapping[str, Any], name: str) -> float:
    """Return a number greater than zero among the parameters. Raises: BadParameters."""
    value = number(parameters, name)
    if value <= 0:
        raise BadParameters(field=name, problem=f"{name} = {value:g}")
    return value


def only(parameters: Mapping[str, Any], *known: str) -> None:
    """Raises: BadParameters for a name that the kind does not know."""
    for name in parameters:
        if name not in known:
            raise BadParameters(field=name, problem=name)
