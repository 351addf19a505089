"""Composite: conditions joined by and, or, not, on the sensors of one place (smoke and heat, door and not armed).

A part holds for the place as soon as it holds on one of its sensors.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from linan.ground.text import noop, say
from linan.monitoring.domain.conditions._parts import Part, part_of
from linan.monitoring.domain.conditions.n_of_m import PLACES
from linan.monitoring.domain.rule import (
    LEAST_PAST_S,
    TOGETHER,
    BadParameters,
    Field,
    Member,
    Said,
    Shape,
    Verdict,
    choice,
    only,
)
from linan.monitoring.domain.setting import Setting

TITLE = noop("several conditions together")
FIELDS = (
    Field("parts", noop("its conditions"), Shape.CONDITIONS),
    Field(
        "join", noop("an alarm when"), Shape.CHOICE, default="all",
        choices=(("all", noop("all of them hold")), ("any", noop("any of them holds"))),
    ),
    Field("together", noop("on sensors of"), Shape.CHOICE, default="building", choices=PLACES),
)
BECAUSE = noop("%(count)d of %(of)d conditions hold; %(value)g %(unit)s was read last")
PASSED = noop("%(count)d of %(of)d conditions hold")
SAYS_ALL = {
    "device": noop("An alarm when all of these hold on one device:"),
    "floor": noop("An alarm when all of these hold on one floor:"),
    "building": noop("An alarm when all of these hold in one building:"),
    "scope": noop("An alarm when all of these hold in the whole area:"),
}
SAYS_ANY = {
    "device": noop("An alarm when one of these holds on one device:"),
    "floor": noop("An alarm when one of these holds on one floor:"),
    "building": noop("An alarm when one of these holds in one building:"),
    "scope": noop("An alarm when one of these holds in the whole area:"),
}
SAYS_NOT = noop("And this must not hold:")
Key = tuple[int, int]  # number of the part; series, 0 for a part that is of the place itself


@dataclass(frozen=True, slots=True)
class State:
    """What one part remembers of one series."""

    memory: Any
    holds: bool


@dataclass(frozen=True, slots=True)
class Memory:
    """states: of every part on every series that has been judged."""

    holds: bool
    states: Mapping[Key, State]


@dataclass(frozen=True, slots=True)
class Composite:
    """The rule."""

    parts: tuple[Part, ...]
    is_all: bool
    together: str

    def begin(self, *, holds: bool) -> Memory:
        """Return the memory."""
        return Memory(holds, {})

    def judge_member(self, memory: Memory, member: Member, at: float, value: float) -> Verdict:
        """Judge one reading of one sensor by every part that reads its quantity."""
        states = dict(memory.states)
        for number, part in self._parts_of(member):
            key = _key(number, part, member)
            state = states.get(key) or State(part.rule.begin(holds=False), False)
            verdict = _judged(part, state.memory, member, at, value)
            states[key] = State(verdict.memory, verdict.holds)
        count = self._count(states)
        because = say(BECAUSE, count=count, of=len(self.parts), value=value, unit=member.unit)
        return self._verdict(states, count, because)

    def due_at(self, memory: Memory) -> float | None:
        """Return when time alone changes one of the parts."""
        return min((due for _, due in self._due(memory)), default=None)

    def pass_time(self, memory: Memory, at: float) -> Verdict:
        """Let time pass for the parts that are due."""
        states = dict(memory.states)
        for key, due in self._due(memory):
            if due <= at:
                verdict = self.parts[key[0]].rule.pass_time(states[key].memory, at)  # type: ignore[union-attr]
                states[key] = State(verdict.memory, verdict.holds)
        count = self._count(states)
        return self._verdict(states, count, say(PASSED, count=count, of=len(self.parts)))

    def _verdict(self, states: Mapping[Key, State], count: int, because: Any) -> Verdict:
        holds = count == len(self.parts) if self.is_all else count > 0
        return Verdict(holds, because, Memory(holds, states))

    def _count(self, states: Mapping[Key, State]) -> int:
        holding = {number for (number, _), state in states.items() if state.holds}
        return sum((number in holding) != part.is_not for number, part in enumerate(self.parts))

    def _due(self, memory: Memory) -> Iterator[tuple[Key, float]]:
        for key, state in memory.states.items():
            due_at = getattr(self.parts[key[0]].rule, "due_at", None)
            due = due_at(state.memory) if due_at else None
            if due is not None:
                yield key, due

    def _parts_of(self, member: Member) -> Iterable[tuple[int, Part]]:
        return [(number, part) for number, part in enumerate(self.parts) if _reads(part, member)]

    def band_of(self, memory: Memory, member: Member) -> tuple[float, float] | None:
        """Return the values that are quiet for every part that reads this sensor."""
        low, high = float("-inf"), float("inf")
        for number, part in self._parts_of(member):
            state = memory.states.get(_key(number, part, member))
            band = _band(part, state.memory if state else part.rule.begin(holds=False), member)
            # A part that has never been judged on this sensor may leave a state behind, so it must be read once.
            if band is None or state is None:
                return None
            low, high = max(low, band[0]), min(high, band[1])
        return low, high

    def quantities(self) -> frozenset[str]:
        """Return the quantities that the parts read."""
        return frozenset(part.quantity for part in self.parts)

    def looks_back_s(self) -> float:
        """Return the longest past of all parts, an hour at least: which parts hold is known only by readings."""
        return max(LEAST_PAST_S, *(part.rule.looks_back_s() for part in self.parts))

    def says(self, unit: str) -> list[Said]:
        """Return in words what the rule will do."""
        wanted = [line for part in self.parts if not part.is_not for line in _said(part, unit)]
        unwanted = [line for part in self.parts if part.is_not for line in _said(part, unit)]
        heading = (SAYS_ALL if self.is_all else SAYS_ANY)[self.together]
        return [Said(say(heading)), *wanted, *([Said(say(SAYS_NOT)), *unwanted] if unwanted else [])]


def _reads(part: Part, member: Member) -> bool:
    return part.quantity == member.quantity if part.quantity else member.is_own


def _key(number: int, part: Part, member: Member) -> Key:
    return number, 0 if hasattr(part.rule, "judge_member") else member.series_id


def _judged(part: Part, memory: Any, member: Member, at: float, value: float) -> Verdict:
    if hasattr(part.rule, "judge_member"):
        return part.rule.judge_member(memory, member, at, value)
    return part.rule.judge(memory, at, value, member.unit)


def _band(part: Part, memory: Any, member: Member) -> tuple[float, float] | None:
    if hasattr(part.rule, "band_of"):
        return part.rule.band_of(memory, member)
    return part.rule.quiet_band(memory)


def _said(part: Part, unit: str) -> list[Said]:
    return [Said(line.sentence, line.quantity or part.quantity) for line in part.rule.says(unit)]


def parse(parameters: Mapping[str, Any], setting: Setting) -> Composite:
    """Return the rule of {"parts": [{"kind", "parameters", "quantity", "is_not"}], "join", "together"}.

    Raises: BadParameters.
    """
    only(parameters, "parts", "join", "together")
    said = parameters.get("parts")
    if not isinstance(said, list) or not 2 <= len(said) <= 6:
        raise BadParameters(field="parts", problem="2–6")
    parts = tuple(part_of(one, setting, field="parts") for one in said)
    if all(part.is_not for part in parts):
        raise BadParameters(field="parts", problem="is_not")
    is_all = choice(parameters, "join", ("all", "any"), "all") == "all"
    return Composite(parts, is_all, choice(parameters, "together", TOGETHER, "building"))
