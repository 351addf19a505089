"""What a condition is: a frozen rule that judges readings with a memory which is handed back and forth."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar, Protocol

import numpy as np
from numpy.typing import NDArray

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


@dataclass(frozen=True, slots=True)
class Said:
    """What a rule will do, one line of it. quantity: of which quantity; "" for the rule's own."""

    sentence: Sentence
    quantity: str = ""


class Rule(Protocol):
    """A parsed condition. at: seconds since 1970; value and band in the unit of the series."""

    def begin(self, *, holds: bool) -> Any:
        """Return the memory of a series that is, or is not, in alarm."""

    def judge(self, memory: Any, at: float, value: float, unit: str) -> Verdict:
        """Judge one reading."""

    def quiet_band(self, memory: Any) -> tuple[float, float] | None:
        """Return the closed interval of values for which judging changes nothing."""

    def looks_back_s(self) -> float:
        """Return how many seconds of the past make the memory; 0 where the last verdict says it all."""

    def says(self, unit: str) -> list[Said]:
        """Return in words what the rule will do."""


class Skipping(Protocol):
    """A rule that passes long runs of readings at machine speed; judging them one by one comes to the same."""

    def skip(
        self, memory: Any, at: NDArray[np.float64], values: NDArray[np.float64], unit: str
    ) -> tuple[int, Any]:
        """Return how many readings change no verdict, and the memory after them."""


class Timed(Protocol):
    """A rule whose verdict may change when nothing is read, only because time passes."""

    def due_at(self, memory: Any) -> float | None:
        """Return when the verdict changes unless a reading comes first; None: never."""

    def pass_time(self, memory: Any, at: float) -> Verdict:
        """Judge the moment `at`, at which nothing was read."""


@dataclass(frozen=True, slots=True)
class Member:
    """One of the series that a condition is judged on.

    is_own: whether it measures the quantity of the condition itself; of: how many such series the place has.
    """

    series_id: int
    quantity: str
    unit: str = ""
    is_own: bool = True
    of: int = 1


class PlaceRule(Protocol):
    """A parsed condition on several series of one place; `together` says what a place is.

    A member's band depends on nothing but what this member has said.
    """

    @property
    def together(self) -> str:
        """What the series have in common: device, floor, building or scope."""

    def begin(self, *, holds: bool) -> Any:
        """Return the memory of a place that is, or is not, in alarm."""

    def judge_member(self, memory: Any, member: Member, at: float, value: float) -> Verdict:
        """Judge one reading of one series of the place."""

    def band_of(self, memory: Any, member: Member) -> tuple[float, float] | None:
        """Return the closed interval of values of this series for which judging changes nothing."""

    def quantities(self) -> frozenset[str]:
        """Return the quantities that it reads; "" for the condition's own."""

    def looks_back_s(self) -> float:
        """Return how many seconds of the past make the memory."""

    def says(self, unit: str) -> list[Said]:
        """Return in words what the rule will do."""


AnyRule = Rule | PlaceRule
LEAST_PAST_S = 3600.0  # sensors that report at least hourly are known again after a restart
TOGETHER = ("device", "floor", "building", "scope")


class Shape(StrEnum):
    """How a parameter is asked for on a page."""

    LIMIT = "limit"            # above + clear_below, or below + clear_above
    NUMBER = "number"
    COUNT = "count"
    DURATION = "duration"      # seconds
    CHOICE = "choice"
    CHOICES = "choices"
    HOUR = "hour"              # "22:00"
    CONDITION = "condition"    # another condition, whose words are copied
    CONDITIONS = "conditions"


@dataclass(frozen=True, slots=True)
class Field:
    """One parameter as the editor asks for it. choices: (value, msgid)."""

    name: str
    label: str
    shape: Shape
    help: str = ""
    default: Any = None
    is_required: bool = True
    choices: tuple[tuple[str, str], ...] = ()


LIMIT = Field("limit", noop("limit"), Shape.LIMIT)


@dataclass(frozen=True, slots=True)
class Limit:
    """A level that raises and another, on the quiet side of it, that clears (hysteresis)."""

    PARAMETERS: ClassVar[tuple[str, ...]] = ("above", "clear_below", "below", "clear_above")

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


def choice(parameters: Mapping[str, Any], name: str, known: tuple[str, ...], default: str) -> str:
    """Return one of the known words among the parameters. Raises: BadParameters."""
    value = parameters.get(name, default)
    if value not in known:
        raise BadParameters(field=name, problem=f"{name} = {value}")
    return str(value)


def count(parameters: Mapping[str, Any], name: str, *, least: int) -> int:
    """Return a whole number of at least so many among the parameters. Raises: BadParameters."""
    value = number(parameters, name)
    if value != int(value) or value < least:
        raise BadParameters(field=name, problem=f"{name} = {value:g}")
    return int(value)
