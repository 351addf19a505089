"""What a call begins with: an incident, a warning that is passed on, or a notice that some have not read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext

from linan.ground.access.doors import Standing
from linan.ground.access.rights import Right
from linan.ground.notices.access import access_notice
from linan.ground.notices.models import Notice
from linan.ground.notices.queries import people_missing
from linan.ground.orgs.models import Org
from linan.monitoring.access import access_warning
from linan.monitoring.domain.warnings.levels import step_of
from linan.monitoring.models import WarningCard
from linan.monitoring.warning_words import proposal_of
from linan.response.access import access_incident
from linan.response.calls.domain.texts import four_lengths
from linan.response.calls.domain.warned import first_measures, headline_of, texts_of, warned
from linan.response.calls.models import Level
from linan.response.calls.pages import first_words
from linan.response.models import Incident, Mode

_LEVELS = {"red": Level.RED, "orange": Level.ORANGE, "yellow": Level.YELLOW}


@dataclass(frozen=True, slots=True)
class Beginning:
    """The unit that calls, for what, and the first draft. org: None for the caller's own unit."""

    org: Org | None = None
    incident: Incident | None = None
    warning: WarningCard | None = None
    notice: Notice | None = None
    first: Mapping[str, Any] = field(default_factory=dict)


def beginning_of(named: Mapping[str, str], standing: Standing, *, now: datetime) -> Beginning:
    """Return what the address names ("incident", "warning" or "notice" with an id). Raises: NotFound, NotAllowed."""
    ids = {noun: int(named[noun]) for noun in ("incident", "warning", "notice") if named.get(noun, "").isdecimal()}
    if "incident" in ids:
        incident = access_incident(standing, ids["incident"], to=Right.COMMAND)
        return Beginning(org=incident.org, incident=incident, first=first_words(incident, incident.org))
    if "warning" in ids:
        card = access_warning(standing, ids["warning"], to=Right.COMMAND)
        return Beginning(org=card.org, warning=card, first=words_of_warning(card))
    if "notice" in ids:
        notice = access_notice(standing, ids["notice"], to=Right.COMMAND)
        return Beginning(org=notice.org, notice=notice, first=words_of_notice(notice, now=now))
    return Beginning()


def words_of_warning(card: WarningCard) -> dict[str, Any]:
    """Return the first draft of a call that passes a warning on within the community it touches."""
    warning = card.warning
    level = _LEVELS.get(step_of(warning.level).tone, Level.BLUE)
    headline = headline_of(warning.headline, issuer=warning.issuer)
    wanted = first_measures(proposal_of(card).text.zh)
    texts = texts_of(headline=headline, detail=_detail(card), wanted=wanted, signed=card.org.name)
    return {
        "title": headline[:60], "level": level.value, "wanted": wanted, "short_text": texts.short,
        "spoken_text": texts.spoken, "poster_text": texts.poster, "door_text": texts.door, "on_duty": True,
        "roles": list(warned()[level].roles), "mode": Mode(warning.mode).value,
    }


def words_of_notice(notice: Notice, *, now: datetime) -> dict[str, Any]:
    """Return the first draft of a call to those who have not read a notice, or not confirmed it."""
    happening, wanted = f"请阅通知“{notice.title}”"[:40], gettext("Open the notice and confirm it")
    texts = four_lengths(place="", happening=happening, wanted=wanted, signed=notice.org.name)
    return {
        "title": happening, "level": Level.BLUE.value, "wanted": wanted, "short_text": texts.short,
        "spoken_text": texts.spoken, "poster_text": f"{notice.title}\n\n{notice.text}"[:600], "door_text": texts.door,
        "people": [person.pk for person in people_missing(notice, now=now)],
    }


def _detail(card: WarningCard) -> str:
    """Return what the issuer says at length, the Chinese words before others: description, then instruction."""
    words = sorted(card.warning.words, key=lambda one: not str(one[0]).lower().startswith("zh"))
    return "\n".join(part for part in words[0][3:5] if part) if words else ""
