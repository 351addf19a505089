"""Schedule: another condition counts only in armed hours, on some days, in some modes (a door at night)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from typing import Any

from linan.ground.text import noop, say
from linan.monitoring.domain.conditions._parts import part_of
from linan.monitoring.domain.rule import BadParameters, Field, Rule, Said, Shape, Verdict, choice, only
from linan.monitoring.domain.setting import Hours, OperatingMode, Setting

TITLE = noop("only in armed hours")
DAYS = ("every", "workdays", "days_off")
FIELDS = (
    Field("inner", noop("what counts in these hours"), Shape.CONDITION),
    Field("from_hour", noop("armed from"), Shape.HOUR, default="22:00"),
    Field("to_hour", noop("armed until"), Shape.HOUR, default="06:00"),
    Field(
        "days", noop("on which days"), Shape.CHOICE, default="every",
        choices=(
            ("every", noop("every day")), ("workdays", noop("workdays")),
            ("days_off", noop("weekends and public holidays")),
        ),
    ),
    Field(
        "modes", noop("in the modes"), Shape.CHOICES, default=[one.value for one in OperatingMode],
        choices=(("daily", noop("daily mode")), ("holiday", noop("holiday mode")), ("emergency", noop("emergency mode"))),
    ),
)
UNARMED = noop("outside the armed hours")
RESUMED = noop("it goes on as the armed hours begin")
SAYS = {
    "every": noop("It counts only from %(from_hour)s to %(to_hour)s, every day."),
    "workdays": noop("It counts only from %(from_hour)s to %(to_hour)s, on workdays."),
    "days_off": noop("It counts only from %(from_hour)s to %(to_hour)s, on weekends and public holidays."),
}
SAYS_MODE = {
    OperatingMode.DAILY: noop("It does not count in daily mode."),
    OperatingMode.HOLIDAY: noop("It does not count in holiday mode."),
    OperatingMode.EMERGENCY: noop("It does not count in emergency mode."),
}


@dataclass(frozen=True, slots=True)
class Memory:
    """inner, fires: memory of the condition inside and whether it holds; border: when the hours begin or end next.

    The border is known only while the condition inside holds: only then does it matter.
    """

    holds: bool
    inner: Any
    fires: bool
    border: float | None = None


@dataclass(frozen=True, slots=True)
class Schedule:
    """The rule."""

    inner: Rule
    hours: Hours
    modes: frozenset[str]
    setting: Setting

    def begin(self, *, holds: bool) -> Memory:
        """Return the memory."""
        return Memory(holds, self.inner.begin(holds=holds), holds)

    def judge(self, memory: Memory, at: float, value: float, unit: str) -> Verdict:
        """Judge one reading."""
        return self._verdict(memory, self.inner.judge(memory.inner, at, value, unit), at)

    def due_at(self, memory: Memory) -> float | None:
        """Return the next border of the hours while the condition inside holds, or when that one is due."""
        due = [one for one in (memory.border, self._inner_due(memory)) if one is not None]
        return min(due, default=None)

    def pass_time(self, memory: Memory, at: float) -> Verdict:
        """Let the hours begin or end, and let time pass for the condition inside."""
        due = self._inner_due(memory)
        if due is not None and due <= at:
            return self._verdict(memory, self.inner.pass_time(memory.inner, at), at)  # type: ignore[attr-defined]
        return self._verdict(memory, Verdict(memory.fires, say(RESUMED), memory.inner), at)

    def _inner_due(self, memory: Memory) -> float | None:
        due_at = getattr(self.inner, "due_at", None)
        return due_at(memory.inner) if due_at else None

    def _verdict(self, before: Memory, inner: Verdict, at: float) -> Verdict:
        armed = self._is_armed(at)
        because = inner.because if armed or not inner.holds else say(UNARMED)
        border = self._border(before, at) if inner.holds else None
        memory = Memory(inner.holds and armed, inner.memory, inner.holds, border)
        return Verdict(memory.holds, because, memory)

    def _border(self, before: Memory, at: float) -> float | None:
        if not self._mode_counts() or (before.border is not None and at < before.border):
            return before.border
        return self.hours.next_border(at, self.setting)

    def _is_armed(self, at: float) -> bool:
        return self._mode_counts() and self.hours.cover(at, self.setting)

    def _mode_counts(self) -> bool:
        return self.setting.mode in self.modes

    def quiet_band(self, memory: Memory) -> tuple[float, float] | None:
        """Return what is quiet for the condition inside while that does not hold."""
        return None if memory.fires else self.inner.quiet_band(memory.inner)

    def looks_back_s(self) -> float:
        """Return what the condition inside needs."""
        return self.inner.looks_back_s()

    def says(self, unit: str) -> list[Said]:
        """Return in words what the rule will do."""
        hours = say(
            SAYS[self.hours.days], from_hour=f"{self.hours.first:%H:%M}", to_hour=f"{self.hours.last:%H:%M}"
        )
        off = [Said(say(msgid)) for mode, msgid in SAYS_MODE.items() if mode not in self.modes]
        return [*self.inner.says(unit), Said(hours), *off]


def parse(parameters: Mapping[str, Any], setting: Setting) -> Schedule:
    """Return the rule of {"inner", "from_hour", "to_hour", "days", "modes"}. Raises: BadParameters."""
    only(parameters, "inner", "from_hour", "to_hour", "days", "modes")
    inner = part_of(parameters.get("inner"), setting, field="inner").rule
    if hasattr(inner, "judge_member"):
        raise BadParameters(field="inner", problem="inner")
    modes = parameters.get("modes", list(OperatingMode))
    if not isinstance(modes, list) or not modes or not set(modes) <= set(OperatingMode):
        raise BadParameters(field="modes", problem=f"modes = {modes}")
    hours = Hours(
        _hour(parameters, "from_hour"), _hour(parameters, "to_hour"), choice(parameters, "days", DAYS, "every")
    )
    return Schedule(inner, hours, frozenset(modes), setting)


def _hour(parameters: Mapping[str, Any], name: str) -> time:
    try:
        return time.fromisoformat(str(parameters.get(name)))
    except ValueError as fault:
        raise BadParameters(field=name, problem=f"{name} = {parameters.get(name)}") from fault
