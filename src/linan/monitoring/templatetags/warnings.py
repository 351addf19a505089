"""Tags of the pages of warnings: `{% load warnings %}`."""

from django import template
from django.utils.safestring import SafeString

from linan.ground.ui.templatetags.ui import badge
from linan.monitoring import warning_words
from linan.monitoring.models import CardStatus, EarlyWarning, WarningCard
from linan.monitoring.signing import Signed, signed

register = template.Library()
for _name in (
    "said", "level_tone", "scheme_name", "kind_name", "kind_icon", "format_name", "action_name",
    "area_names", "proposal_of", "lasting",
):
    register.filter(_name, getattr(warning_words, _name))

_TONES = {CardStatus.OPEN: "red", CardStatus.ADOPTED: "green", CardStatus.CHANGED: "green"}


@register.filter
def fingerprint(digest: str) -> str:
    """Return a fingerprint in pairs, as people read it out."""
    return ":".join(digest[at : at + 2].upper() for at in range(0, len(digest), 2))


@register.simple_tag
def signature_of(warning: EarlyWarning) -> Signed:
    """Return what the signature of a warning proves."""
    return signed(warning)


@register.simple_tag
def level_badge(warning: EarlyWarning) -> SafeString:
    """Show a level as colour, word and shape."""
    return badge(warning_words.level_name(warning), warning_words.level_tone(warning))


@register.simple_tag
def answer_badge(card: WarningCard) -> SafeString:
    """Show whether a card is answered. Not answered is red whatever the colour of the warning."""
    return badge(CardStatus(card.status).label, _TONES.get(CardStatus(card.status), "grey"))
