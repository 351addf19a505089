"""Tags of the registry's pages: `{% load registry %}`."""

from django import template

from linan.ground.access.doors import Standing
from linan.ground.access.rights import Right
from linan.registry.models import NeedKind

register = template.Library()


@register.filter
def sees_personal(standing: Standing) -> bool:
    """Return whether the list of residents is open to the person."""
    return standing.may_anywhere(Right.SEE_PERSONAL)


@register.filter
def need_word(kind: str) -> str:
    """Return the words of a kind of need."""
    return str(NeedKind(kind).label)
