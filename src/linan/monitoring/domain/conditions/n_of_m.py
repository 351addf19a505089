"""n of m: several sensors of one place agree (one alone may be steam, a cook or a fault).

Source of the use: GB 50116 lets two detectors, or one and a call point, confirm a fire before linkage acts.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from linan.ground.text import noop, say
from linan.monitoring.domain.rule import (
    LEAST_PAST_S,
    LIMIT,
    TOGETHER,
    Field,
    Limit,
    Member,
    Said,
    Shape,
    Verdict,
    choice,
    count,
    only,
    parse_limit,
    positive,
)
from linan.monitoring.domain.setting import Setting

TITLE = noop("several sensors agree")
PLACES = (
    ("device", noop("one device")), ("floor", noop("one floor")), ("building", noop("one building")),
    ("scope", noop("the whole area of the condition")),
)
FIELDS = (
    LIMIT,
    Field("n", noop("how many must agree"), Shape.COUNT, default=2),
    Field("within_s", noop("their readings no older than"), Shape.DURATION),
    Field("together", noop("sensors of"), Shape.CHOICE, default="building", choices=PLACES),
)
BECAUSE = noop(
    "%(count)d of %(of)d sensors agree: beyond the limit of %(limit)g %(unit)s, the last one at %(value)g %(unit)s"
)
SAYS_ABOVE = {
    "device": noop("An alarm when %(n)d sensors of one device read %(limit)g %(unit)s or more within %(within_s)s."),
    "floor": noop("An alarm when %(n)d sensors of one floor read %(limit)g %(unit)s or more within %(within_s)s."),
    "building": noop("An alarm when %(n)d sensors of one building read %(limit)g %(unit)s or more within %(within_s)s."),
    "scope": noop("An alarm when %(n)d sensors of the whole area read %(limit)g %(unit)s or more within %(within_s)s."),
}
SAYS_BELOW = noop("An alarm when %(n)d sensors of one place read %(limit)g %(unit)s or less within %(within_s)s.")


@dataclass(frozen=True, slots=True)
class Memory:
    """beyond: {series: when it last read a value beyond the limit}; those that are back are not in it."""

    holds: bool
    beyond: Mapping[int, float]


@dataclass(frozen=True, slots=True)
class NOfM:
    """The rule. Raised while n sensors are beyond the limit with fresh readings; over when fewer than n are."""

    limit: Limit
    n: int
    within_s: float
    together: str

    def begin(self, *, holds: bool) -> Memory:
        """Return the memory."""
        return Memory(holds, {})

    def judge_member(self, memory: Memory, member: Member, at: float, value: float) -> Verdict:
        """Judge one reading of one sensor."""
        beyond = {series: when for series, when in memory.beyond.items() if series != member.series_id}
        if self.limit.holds_after(value, held=member.series_id in memory.beyond):
            beyond[member.series_id] = at
        agreeing = sum(at - when <= self.within_s for when in beyond.values())
        holds = len(beyond) >= self.n if memory.holds else agreeing >= self.n
        because = say(
            BECAUSE, count=len(beyond), of=max(member.of, len(beyond)), limit=self.limit.raises, value=value,
            unit=member.unit,
        )
        return Verdict(holds, because, Memory(holds, beyond))

    def band_of(self, memory: Memory, member: Member) -> tuple[float, float] | None:
        """Return the quiet side of the limit; a sensor beyond it is read each time, for its freshness counts.

        While an alarm stands whose sensors are not known (after a restart), every reading is looked at.
        """
        is_lost = memory.holds and len(memory.beyond) < self.n
        return None if is_lost or member.series_id in memory.beyond else self.limit.quiet_band(held=False)

    def quantities(self) -> frozenset[str]:
        """Return the condition's own quantity."""
        return frozenset({""})

    def looks_back_s(self) -> float:
        """Return the time within which they must agree, an hour at least: an alarm ends by who is still beyond."""
        return max(self.within_s, LEAST_PAST_S)

    def says(self, unit: str) -> list[Said]:
        """Return in words what the rule will do."""
        msgid = SAYS_ABOVE[self.together] if self.limit.is_upper else SAYS_BELOW
        return [Said(say(msgid, n=self.n, limit=self.limit.raises, unit=unit, within_s=self.within_s))]


def parse(parameters: Mapping[str, Any], setting: Setting) -> NOfM:
    """Return the rule of a limit and {"n", "within_s", "together"}. Raises: BadParameters."""
    only(parameters, *Limit.PARAMETERS, "n", "within_s", "together")
    return NOfM(
        limit=parse_limit(parameters), n=count(parameters, "n", least=2),
        within_s=positive(parameters, "within_s"), together=choice(parameters, "together", TOGETHER, "building"),
    )
