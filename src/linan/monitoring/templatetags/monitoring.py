"""Tags of monitoring's pages: `{% load monitoring %}`."""

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from linan.ground.text import noop
from linan.ground.ui.templatetags.ui import badge
from linan.monitoring.condition_words import (
    condition_lines,
    duration_in_words,
    kind_example,
    kind_name,
    mode_in_words,
    rehearsal_in_words,
    rule_lines,
)
from linan.monitoring.desk import ShownCard
from linan.monitoring.models import (
    Alarm,
    AlarmStatus,
    Condition,
    ConditionVersion,
    Device,
    Series,
    Severity,
    Verdict,
)
from linan.monitoring.readings import Trend
from linan.monitoring.words import (
    icon_name,
    place_in_words,
    profile_name,
    quantity_name,
    reading_in_words,
    span_of_days,
    tone_of,
)

register = template.Library()
register.filter("place", place_in_words)
register.filter("quantity_name", quantity_name)
register.filter("span_of_days", span_of_days)
register.filter("tone", tone_of)
register.filter("icon_name", icon_name)
register.filter("profile_name", profile_name)
register.filter("condition_lines", condition_lines)
register.filter("kind_name", kind_name)
register.filter("kind_example", kind_example)
register.filter("duration_in_words", duration_in_words)
register.simple_tag(mode_in_words, name="mode_name")
register.simple_tag(rehearsal_in_words, name="rehearsal_summary")

VERDICT_TONES = {Verdict.REAL: "red", Verdict.FALSE: "grey", Verdict.DRILL: "blue", Verdict.TEST: "grey"}
TRENDS = {
    Trend.RISING: ("↗", noop("rising"), "orange"),
    Trend.STEADY: ("→", noop("steady"), "grey"),
    Trend.FALLING: ("↘", noop("falling"), "blue"),
    Trend.UNKNOWN: ("", noop("no earlier value"), "grey"),
}


@register.simple_tag
def severity_badge(severity: int) -> SafeString:
    """Show a severity as colour, word and shape."""
    return badge(Severity(severity).label, tone_of(severity))


@register.simple_tag
def status_badge(alarm: Alarm) -> SafeString:
    """Show where an alarm stands: its verdict where a person has given one."""
    if alarm.verdict:
        return badge(Verdict(alarm.verdict).label, VERDICT_TONES[Verdict(alarm.verdict)])
    tone = "red" if alarm.status == AlarmStatus.RAISED else "yellow"
    return badge(AlarmStatus(alarm.status).label, "green" if alarm.status == AlarmStatus.CLEARED else tone)


@register.simple_tag
def device_badge(device: Device) -> SafeString:
    """Show whether a device reports."""
    if device.in_maintenance:
        return badge(gettext("in maintenance"), "blue")
    if device.is_silent:
        return badge(gettext("silent"), "orange")
    if device.last_seen_at is None:
        return badge(gettext("never heard"), "grey")
    return badge(gettext("reports"), "green")


@register.simple_tag
def reading(value: float | None, series: Series) -> str:
    """Show a value with its unit."""
    return reading_in_words(value, series)


@register.simple_tag
def trend_badge(trend: Trend) -> SafeString:
    """Show where a value is going, by arrow, word and colour."""
    arrow, msgid, tone = TRENDS[trend]
    return badge(f"{arrow} {gettext(msgid)}".strip(), tone)


@register.simple_tag
def version_words(version: ConditionVersion, condition: Condition) -> str:
    """Say what a version of a condition did."""
    return " ".join(line for _, line in rule_lines(condition.kind, version.parameters, quantity=condition.quantity))


@register.simple_tag
def card_badges(shown: ShownCard) -> SafeString:
    """Show how many alarms stand on a card, how many nobody took, and whether a sensor comes and goes."""
    count = ngettext("%(n)d alarm", "%(n)d alarms", shown.count) % {"n": shown.count}
    said = [badge(count, tone_of(shown.card.severity))]
    if shown.card.untaken:
        said.append(badge(gettext("%(n)d not taken") % {"n": shown.card.untaken}, "red"))
    if shown.card.is_flapping:
        said.append(badge(gettext("comes and goes"), "yellow"))
    return format_html_join(" ", "{}", ((one,) for one in said))


@register.filter
def percent(share: float) -> str:
    """Return a part of one in whole percent."""
    return f"{share:.0%}"
