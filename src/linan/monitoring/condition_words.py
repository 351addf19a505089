"""How conditions are said: what each will do, line by line, with durations and units a person reads."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.utils.translation import gettext, ngettext

from linan.ground.text import Sentence, noop
from linan.monitoring.domain.conditions import parse, title_of
from linan.monitoring.domain.rule import BadParameters, Said
from linan.monitoring.domain.setting import OperatingMode
from linan.monitoring.models import Condition, Rehearsal, RehearsalStatus
from linan.monitoring.profiles import load_profiles
from linan.monitoring.shipped import ranges

DAY_S, HOUR_S, MINUTE_S = 86_400, 3_600, 60


def duration_in_words(seconds: float) -> str:
    """Return a time in the longest step in which it is a whole or a half number."""
    if _fits(seconds, DAY_S):
        words, step = ngettext("%(n)g day", "%(n)g days", round(seconds / DAY_S)), DAY_S
    elif _fits(seconds, HOUR_S):
        words, step = ngettext("%(n)g hour", "%(n)g hours", round(seconds / HOUR_S)), HOUR_S
    elif _fits(seconds, MINUTE_S):
        words, step = ngettext("%(n)g minute", "%(n)g minutes", round(seconds / MINUTE_S)), MINUTE_S
    else:
        words, step = ngettext("%(n)g second", "%(n)g seconds", round(seconds)), 1
    return words % {"n": round(seconds / step, 2)}


def _fits(seconds: float, step: int) -> bool:
    return seconds >= step and (seconds / step * 2).is_integer()


@cache
def _units() -> Mapping[str, str]:
    measured = {one.quantity: one.unit for profile in load_profiles().values() for one in profile.series.values()}
    return measured | {quantity: one.unit for quantity, one in ranges().items()}


def unit_of(quantity: str) -> str:
    """Return the unit of a quantity as the device models give it; "" where none does."""
    return _units().get(quantity, "")


def kind_name(kind: str) -> str:
    """Return a kind's name in the language now active."""
    return gettext(title_of(kind))


def sentence_in_words(sentence: Sentence) -> str:
    """Return a sentence about a condition: values whose name ends in _s are seconds and become durations."""
    values = {
        name: duration_in_words(float(value)) if name.endswith("_s") and isinstance(value, (int, float)) else value
        for name, value in sentence.values.items()
    }
    return gettext(sentence.msgid) % values


def condition_lines(condition: Condition) -> list[tuple[str, str]]:
    """Return (quantity, sentence) of each thing that a condition will do; quantity "" where it is its own."""
    return rule_lines(condition.kind, condition.parameters, quantity=condition.quantity)


def rule_lines(kind: str, parameters: Mapping[str, Any], *, quantity: str) -> list[tuple[str, str]]:
    """Return what a kind with these parameters will do; one line with the fault where they do not fit."""
    try:
        said = parse(kind, parameters).says(unit_of(quantity))
    except BadParameters as refusal:
        return [("", str(refusal.sentence))]
    return [(one.quantity, sentence_in_words(_with_unit(one))) for one in said]


def _with_unit(said: Said) -> Sentence:
    """Return the sentence with the unit of the quantity that it is about."""
    if not said.quantity or "unit" not in said.sentence.values:
        return said.sentence
    return Sentence(said.sentence.msgid, {**said.sentence.values, "unit": unit_of(said.quantity)})



EXAMPLES: dict[str, str] = {
    "threshold": noop("Smoke above a limit: at once."),
    "sustained": noop("Carbon monoxide above a limit for ten minutes."),
    "rate_of_rise": noop("Temperature that climbs ten degrees in a minute."),
    "silence": noop("A device that has not reported for two hours."),
    "window_sum": noop("More than 30 mm of rain within three hours."),
    "event_sum": noop("60 mm of rain since it began, until it has been dry for six hours."),
    "state_event": noop("A fire door that has been open for three minutes."),
    "stuck": noop("A water level that has shown the same figure for three days."),
    "n_of_m": noop("Two smoke detectors of one building within ten minutes."),
    "weekly_profile": noop("Far more people than on other Fridays at this hour."),
    "schedule": noop("A door that opens at night."),
    "composite": noop("Smoke and heat on one floor, while the kitchen fan is off."),
}


def kind_example(kind: str) -> str:
    """Return an example of what a kind looks for."""
    return gettext(EXAMPLES[kind]) if kind in EXAMPLES else ""


def mode_in_words(mode: str) -> str:
    """Return a mode's name in the language now active."""
    return gettext({
        OperatingMode.DAILY: noop("daily mode"), OperatingMode.HOLIDAY: noop("holiday mode"),
        OperatingMode.EMERGENCY: noop("emergency mode"),
    }[OperatingMode(mode)])


def rehearsal_in_words(rehearsal: Rehearsal) -> str:
    """Return in one line where a rehearsal stands, or what it came to."""
    if rehearsal.status != RehearsalStatus.ENDED:
        return str(RehearsalStatus(rehearsal.status).label)
    return gettext("over %(days)s days it would have fired %(fired)s times") % {
        "days": rehearsal.days, "fired": rehearsal.found["fired"]
    }
