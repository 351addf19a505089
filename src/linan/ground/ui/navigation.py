"""The places of the main navigation: which there are, and which of them a person is shown."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext

from linan.ground.access.doors import Standing
from linan.ground.access.rights import Right
from linan.ground.text import noop


@dataclass(frozen=True, slots=True)
class Place:
    """One entry as the code knows it: any one of the rights opens it."""

    url_name: str
    icon: str
    msgid: str
    rights: frozenset[Right]


@dataclass(frozen=True, slots=True)
class ShownPlace:
    """One entry as a page shows it, below the heading of its part."""

    url: str
    icon: str
    label: str
    part: str
    is_here: bool


_SEE = frozenset({Right.SEE})
_RESPOND = frozenset({Right.RESPOND})

# By heading. The first four entries stand in the bottom bar of a phone, the rest behind "More".
PLACES: dict[str, tuple[Place, ...]] = {
    noop("On watch"): (
        Place("monitoring:desk", "alarm", noop("Alarm desk"), _SEE),
        Place("response:incidents", "incident", noop("Incidents"), _SEE),
        Place("response:my-tasks", "task", noop("My tasks"), _RESPOND),
        Place("command:map", "map", noop("Map"), _SEE),
        Place("upward:filings", "up", noop("Upward reporting"), _SEE),
        Place("monitoring:warnings", "warning", noop("Warnings"), _SEE),
        Place("command:wall", "wall", noop("Wall screen"), _SEE),
    ),
    noop("With people"): (
        Place("reports:reports", "list", noop("Reports from people"), _RESPOND),
        Place("calls:calls", "phone", noop("Calls"), _SEE),
        Place("evacuations:zones", "people", noop("Evacuation"), _SEE),
        Place("evacuations:my-doors", "door", noop("My door lists"), _RESPOND),
        Place("shelters:shelters", "shelter", noop("Shelters"), _SEE),
        Place("ladders:ladders", "up", noop("Persuasion"), _SEE),
    ),
    noop("Forces and plans"): (
        Place("duty:roster", "clock", noop("Duty"), _SEE),
        Place("deployment:teams", "people", noop("Teams and readiness"), _SEE),
        Place("planning:plans", "plan", noop("Plans"), _SEE),
    ),
    noop("Sensing"): (
        Place("monitoring:devices", "device", noop("Devices"), _SEE),
        Place("monitoring:readings", "edit", noop("Enter readings"), _RESPOND),
        Place("monitoring:gateways", "socket", noop("Ways in"), frozenset({Right.CONFIGURE})),
    ),
    noop("Records"): (
        Place("notices:notices", "list", noop("Notices"), frozenset(Right)),
        Place("registry:buildings", "building", noop("Base information"), _SEE),
        Place("office:home", "office", noop("Administration"), frozenset({Right.ADMINISTER, Right.SECURE, Right.AUDIT})),
    ),
}


def places_for(standing: Standing, *, path: str) -> list[ShownPlace]:
    """Return the entries that exist and that the standing opens, the one holding `path` marked."""
    open_places = [
        (part, place, url)
        for part, places in PLACES.items()
        for place in places
        if any(standing.may_anywhere(right) for right in place.rights) and (url := _url_or_none(place.url_name))
    ]
    here = max((url for _, _, url in open_places if path.startswith(url)), key=len, default=None)
    return [
        ShownPlace(url, place.icon, gettext(place.msgid), gettext(part), url == here) for part, place, url in open_places
    ]


def _url_or_none(name: str) -> str | None:
    try:
        return reverse(name)
    except NoReverseMatch:
        return None
