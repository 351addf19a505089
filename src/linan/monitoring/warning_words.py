"""How warnings are said: levels, kinds, spans, proposals."""

from datetime import timedelta

from django.utils.translation import get_language, gettext, ngettext

from linan.ground.text import noop
from linan.monitoring.domain.warnings.levels import Title, kinds, schemes, step_of
from linan.monitoring.domain.warnings.responses import Response, responses
from linan.monitoring.models import EarlyWarning, WarningCard

_ICONS = {
    "11B03": "rain", "11B36": "rain", "11B38": "rain", "11B09": "heat", "11B10": "heat", "11B24": "heat",
    "11B25": "fire", "11B26": "fire", "11E02": "water", "11E06": "water",
}
_FORMATS = {
    "cap-1.2": noop("CAP 1.2"), "cap-1.1": noop("CAP 1.1"), "national": noop("national platform"),
    "text": noop("text of a notice"),
}
_ACTIONS = {"alert": noop("Warning issued"), "update": noop("Warning renewed or changed"), "cancel": noop("Warning ended")}


def said(title: Title) -> str:
    """Return a name of the data files in the language now active."""
    return title.zh if (get_language() or "zh").startswith("zh") else title.en


def level_name(warning: EarlyWarning) -> str:
    """Return what the level is called in its own scheme."""
    return said(step_of(warning.level).title)


def level_tone(warning: EarlyWarning) -> str:
    """Return the colour a level is shown in."""
    return step_of(warning.level).tone


def scheme_name(warning: EarlyWarning) -> str:
    """Return which scheme the level belongs to."""
    return said(schemes()[warning.scheme].title)


def kind_name(warning: EarlyWarning) -> str:
    """Return what the warning is of; a kind without a code stands as the issuer wrote it."""
    known = kinds().get(warning.kind)
    return said(known.title) if known else warning.event


def kind_icon(warning: EarlyWarning) -> str:
    """Return the icon of a kind."""
    return _ICONS.get(warning.kind, "warning")


def format_name(warning: EarlyWarning) -> str:
    """Return the name of the format it came in."""
    return gettext(_FORMATS[warning.format])


def action_name(warning: EarlyWarning) -> str:
    """Return what the message does."""
    return gettext(_ACTIONS[warning.action])


def area_names(warning: EarlyWarning) -> str:
    """Return the names of the areas it holds for."""
    return "、".join(dict.fromkeys(one["name"] for one in warning.areas if one["name"]))


def proposal_of(card: WarningCard) -> Response:
    """Return the response that was proposed."""
    return responses()[card.proposal]


def lasting(span: timedelta | None) -> str:
    """Return a span in words: minutes up to two hours, then hours."""
    if span is None:
        return "—"
    minutes = int(span.total_seconds() // 60)
    if minutes < 1:
        return gettext("under a minute")
    if minutes < 120:
        return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    return ngettext("%(n)d hour", "%(n)d hours", minutes // 60) % {"n": minutes // 60}
