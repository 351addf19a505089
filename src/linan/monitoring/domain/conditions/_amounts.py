"""Amounts: how much fell, or flowed, with a reading, whatever way the device says it."""

from linan.ground.text import noop
from linan.monitoring.domain.rule import Field, Shape

READS = ("unit", "amount", "rate", "total")
LONGEST_STEP_S = 3600.0  # a rate is held no longer than this, or a gap in the record would rain
FIELD = Field(
    "reads", noop("a reading says"), Shape.CHOICE, default="unit",
    choices=(
        ("unit", noop("what its unit says: an hourly rate where that ends in /h, else an amount")),
        ("amount", noop("how much since the last reading")),
        ("rate", noop("how much an hour")),
        ("total", noop("a counter that only grows")),
    ),
)


def amount_of(reads: str, last: tuple[float, float] | None, at: float, value: float, unit: str) -> float:
    """Return the amount that a reading adds. last: (at, value) of the reading before, None for the first.

    A counter that went down was reset, and has counted from zero since.
    """
    if reads == "amount" or (reads == "unit" and not unit.endswith("/h")):
        return max(value, 0.0)
    if reads == "total":
        return 0.0 if last is None else value - last[1] if value >= last[1] else max(value, 0.0)
    return 0.0 if last is None else max(value, 0.0) * min(at - last[0], LONGEST_STEP_S) / 3600


def unit_of_sum(unit: str) -> str:
    """Return the unit of what rates or amounts of a unit add up to: mm of mm/h."""
    return unit.removesuffix("/h")
