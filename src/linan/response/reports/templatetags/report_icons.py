"""The picture of a kind of report."""

from django import template
from django.utils.safestring import SafeString

from linan.ground.ui.templatetags.ui import icon
from linan.response.reports.models import ICONS

register = template.Library()


@register.simple_tag
def icon_of_kind(kind: str) -> SafeString:
    """Return the icon of a kind of report."""
    return icon(ICONS[kind])
