"""How evacuations say times: `{% load evacuations %}`."""

from django import template
from django.utils.translation import gettext

from linan.command.evacuations.models import EvacuationOrder
from linan.command.evacuations.wording import arrives_at, clock_of, leaves_at

register = template.Library()


@register.filter
def as_minutes(seconds: float | None) -> str:
    """Return a duration as minutes and seconds."""
    whole = round(seconds or 0)
    return gettext("%(min)d min %(s)02d s") % {"min": whole // 60, "s": whole % 60}


@register.simple_tag
def minutes(seconds: float | None) -> str:
    """Say a duration as minutes and seconds."""
    return as_minutes(seconds)


@register.filter
def leaves(order: EvacuationOrder) -> str:
    """Return the time of day at which a household sets out."""
    moment = leaves_at(order)
    return clock_of(moment) if moment else "—"


@register.filter
def arrives(order: EvacuationOrder) -> str:
    """Return the time of day at which a household is in."""
    moment = arrives_at(order)
    return clock_of(moment) if moment else "—"
