"""Tags of pages about gateways, platforms, strangers and commands: `{% load wires %}`."""

from datetime import datetime, timedelta

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from linan.ground.ui.templatetags.ui import badge
from linan.monitoring.domain.commands import COMMANDS
from linan.monitoring.models import CommandStatus, DeviceCommand, Source
from linan.monitoring.packets import in_one_line, protocol_of
from linan.monitoring.wires import (
    address_kind_name,
    gateway_name,
    reason_name,
    shown_address,
    source_kind_name,
)

register = template.Library()
register.filter("gateway_name", gateway_name)
register.filter("reason_name", reason_name)
register.filter("source_kind_name", source_kind_name)
register.filter("address_kind_name", address_kind_name)
register.filter("shown_address", shown_address)
register.filter("in_one_line", in_one_line)
register.filter("protocol_of", protocol_of)

COMMAND_TONES = {
    CommandStatus.QUEUED: "yellow", CommandStatus.SENT: "yellow", CommandStatus.CONFIRMED: "green",
    CommandStatus.REFUSED: "red", CommandStatus.EXPIRED: "orange", CommandStatus.CANCELLED: "grey",
}
_TITLES = {(one.method, str(dict(one.params))): one.title for one in COMMANDS.values()}


@register.simple_tag
def command_badge(command: DeviceCommand) -> SafeString:
    """Show how far a command has come."""
    status = CommandStatus(command.status)
    return badge(status.label, COMMAND_TONES[status])


@register.filter
def command_title(command: DeviceCommand) -> str:
    """Return what a command does; with the text that is spoken."""
    if text := command.params.get("text"):
        return f"{gettext('Speak a text')}：{text}"
    title = _TITLES.get((command.method, str(command.params)))
    return gettext(title) if title else command.method


@register.simple_tag
def source_badge(source: Source) -> SafeString:
    """Show whether a platform speaks."""
    if not source.is_active:
        return badge(gettext("not in use"), "grey")
    if source.fault:
        return badge(gettext("not connected"), "orange")
    return badge(gettext("speaks"), "green") if source.last_heard_at else badge(gettext("never heard"), "grey")


@register.filter
def seconds_off(seconds: float) -> str:
    """Return how far a clock is off, in days or hours, and in which direction."""
    span = timedelta(seconds=abs(seconds))
    if span.days >= 2:
        words = ngettext("%(n)d day", "%(n)d days", span.days) % {"n": span.days}
    else:
        hours = round(span.total_seconds() / 3600)
        words = ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
    return (gettext("%(span)s ahead") if seconds > 0 else gettext("%(span)s behind")) % {"span": words}


@register.filter
def moment(text: str) -> datetime:
    """Return a stored ISO 8601 moment."""
    return datetime.fromisoformat(text)
