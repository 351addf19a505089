"""Which response level an incident calls for, and why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from linan.ground.text import Sentence, noop, say
from linan.planning.domain.text import Figure, Level, PlanText, Threshold

STRONGEST_FIRST = ("I", "II", "III", "IV")

HOLDS: dict[Figure, str] = {
    Figure.ALARMS: noop("%(value)s verified alarms belong to this incident; the plan says %(at_least)s or more."),
    Figure.WARNING: noop(
        "The adopted warning is of step %(value)s (1 blue, 2 yellow, 3 orange, 4 red); the plan says %(at_least)s or more."
    ),
    Figure.FLOORS: noop("The building has %(value)s floors; the plan says %(at_least)s or more."),
    Figure.HEADCOUNT: noop("%(value)s people live in the building; the plan says %(at_least)s or more."),
    Figure.VULNERABLE: noop(
        "%(value)s needs of vulnerable people are recorded in the building; the plan says %(at_least)s or more."
    ),
}


@dataclass(frozen=True, slots=True)
class Advice:
    """A level with the sentences that say why."""

    level: str
    reasons: tuple[Sentence, ...]


def advise_level(plan: PlanText, figures: Mapping[Figure, int]) -> Advice:
    """Return the strongest level one of whose condition lines holds, else the weakest level of the plan.

    figures: what was counted; a figure that is missing makes no condition hold.
    """
    for level in sorted(plan.levels, key=lambda one: STRONGEST_FIRST.index(one.level)):
        lines = [line for line in level.when if _holds(line, figures)]
        if lines:
            return Advice(level=level.level, reasons=_reasons(lines, figures))
    weakest = max(plan.levels, key=lambda one: STRONGEST_FIRST.index(one.level))
    return Advice(level=weakest.level, reasons=(_nothing_counted(weakest),))


def _nothing_counted(level: Level) -> Sentence:
    return say(noop("No counted condition holds, so the weakest level (%(level)s) is proposed."), level=level.level)


def _holds(line: Iterable[Threshold], figures: Mapping[Figure, int]) -> bool:
    return all(figures.get(one.figure, -1) >= one.at_least for one in line)


def _reasons(lines: Iterable[Iterable[Threshold]], figures: Mapping[Figure, int]) -> tuple[Sentence, ...]:
    said: dict[Threshold, Sentence] = {}
    for line in lines:
        for one in line:
            said[one] = say(HOLDS[one.figure], value=figures[one.figure], at_least=one.at_least)
    return tuple(said.values())
