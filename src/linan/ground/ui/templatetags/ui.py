"""Tags every page is written with: `{% load ui %}`."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from linan.ground import clock
from linan.ground.text import Sentence
from linan.ground.ui.moments import clock_time, how_long_ago
from linan.ground.ui.navigation import places_for

register = template.Library()

# A badge says its urgency by colour, by word and by shape, so that none of them has to be seen alone.
SHAPES = {
    "red": "octagon",
    "orange": "triangle",
    "yellow": "diamond",
    "blue": "circle",
    "green": "check",
    "grey": "ring",
}


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Draw an icon of the sprite; hidden from screen readers unless it has a label."""
    address = f"{static('ui/icons.svg')}#{name}"
    if label:
        return format_html('<svg class="icon" role="img" aria-label="{}"><use href="{}"></use></svg>', label, address)
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}"></use></svg>', address)


@register.simple_tag
def badge(text: object, tone: str = "grey") -> SafeString:
    """Show a word with the colour and the shape of its tone; an unknown tone is grey."""
    tone = tone if tone in SHAPES else "grey"
    return format_html('<span class="badge badge--{}">{}{}</span>', tone, icon(SHAPES[tone]), text)


@register.simple_tag
def ago(moment: datetime | None) -> SafeString:
    """Show a moment as "03:12 · 2 min ago"; an island keeps the words true while the page is open."""
    if moment is None:
        return SafeString("—")
    now = clock.now()
    return format_html(
        '<time datetime="{}" data-ago title="{}">{}&nbsp;· <span>{}</span></time>',
        moment.isoformat(),
        timezone.localtime(moment).strftime("%Y-%m-%d %H:%M:%S"),
        clock_time(moment, now=now),
        how_long_ago(moment, now=now),
    )


@register.simple_tag
def sentence(said: Sentence | Mapping[str, Any] | str | None) -> str:
    """Say a sentence, stored or fresh, in the language now active."""
    if not said:
        return ""
    if isinstance(said, Mapping):
        return str(Sentence.from_json(said))
    return str(said)


@register.simple_tag(takes_context=True)
def nav(context: template.Context, template_name: str = "ui/_nav.html") -> SafeString:
    """Draw the main navigation of the person who asks."""
    request = context["request"]
    standing = getattr(request, "standing", None)
    places = places_for(standing, path=request.path) if standing else []
    return render_to_string(template_name, {"places": places}, request=request)


@register.filter
def is_checkbox(field: BoundField) -> bool:
    """Tell whether a form field is a single tick box, whose label stands behind it."""
    return isinstance(field.field.widget, CheckboxInput)
