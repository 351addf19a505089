"""Tags of plan pages."""

from django import template
from django.utils.translation import gettext

from linan.ground.people.models import Role
from linan.ground.text import noop
from linan.planning.domain.text import Figure, Threshold

register = template.Library()

ASKS: dict[Figure, str] = {
    Figure.ALARMS: noop("%(at_least)s or more verified alarms"),
    Figure.WARNING: noop("the adopted warning is of step %(at_least)s or more (1 blue, 2 yellow, 3 orange, 4 red)"),
    Figure.FLOORS: noop("%(at_least)s or more floors"),
    Figure.HEADCOUNT: noop("%(at_least)s or more residents"),
    Figure.VULNERABLE: noop("%(at_least)s or more needs of vulnerable people"),
}


@register.simple_tag
def threshold(one: Threshold) -> str:
    """Say what a condition asks for."""
    return gettext(ASKS[one.figure]) % {"at_least": one.at_least}


@register.simple_tag
def role_word(role: str) -> str:
    """Say a role in words."""
    return str(Role(role).label)
