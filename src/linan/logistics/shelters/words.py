"""Words of shelters that no column carries, and names as they may be shown."""

import re
from collections.abc import Sequence

from django.utils.translation import get_language

from linan.ground.access.doors import Standing
from linan.ground.access.rights import Right
from linan.ground.text import noop
from linan.logistics.shelters.domain.checklists import Item
from linan.logistics.shelters.domain.needs import Band
from linan.logistics.shelters.domain.words import Words
from linan.logistics.shelters.models import Facility, Shelter, ShelterStatus, Stay
from linan.registry.domain.masking import mask_name
from linan.registry.models import Household

TONES = {ShelterStatus.OPEN: "green", ShelterStatus.FULL: "red", ShelterStatus.CLOSED: "grey"}
BANDS = {
    Band.INFANT: noop("infants (under 1)"), Band.TODDLER: noop("small children (1–2)"),
    Band.CHILD: noop("children (3–17)"), Band.ADULT: noop("adults (18–59)"),
    Band.OLD: noop("older people (60–79)"), Band.AGED: noop("80 and older"),
}
GROUPS = {
    "water": noop("Water"), "food": noop("Food"), "infants": noop("Infants and small children"),
    "hygiene": noop("Hygiene and toilets"), "sleeping": noop("Sleeping"),
}
# What somebody with a need must be given besides all others; kinds as the base information names them.
CARE = {
    "alone": noop("a named helper, bed on the ground floor near a toilet"),
    "disabled": noop("step-free place, accessible toilet, helper"),
    "pregnant": noop("quiet place, bed, a doctor within reach"),
    "infant": noop("room for nursing, warm water, cot"),
    "dialysis": noop("a dialysis place and transport arranged with a hospital today"),
    "oxygen": noop("oxygen supply and power for the concentrator"),
    "deaf": noop("everything announced also in writing"),
    "blind": noop("a guide, and a place beside the way"),
    "dementia": noop("a known face at hand, the doors watched"),
}
_BETWEEN_NAMES = re.compile(r"[、,，;；/\s]+")


def said(text: Words) -> str:
    """Return a text in the language now active."""
    return text.in_language(get_language() or "zh")


def titles(items: Sequence[Item]) -> list[tuple[str, str]]:
    """Return (key, text) of checklist items."""
    return [(item.key, said(item.title)) for item in items]


def tone_of(shelter: Shelter) -> str:
    """Return the colour of where a shelter stands."""
    return TONES[ShelterStatus(shelter.status)]


def facility_words(shelter: Shelter) -> list[str]:
    """Return what a shelter has, in words."""
    return [str(Facility(one).label) for one in shelter.facilities if one in Facility.values]


def door_words(household: Household) -> str:
    """Return building and door: 3号楼 1-502."""
    return f"{household.building.name} {household}"


def masked_names(stay: Stay) -> str:
    """Return the names on a stay as everybody who may see residents sees them."""
    return "、".join(mask_name(one) for one in _BETWEEN_NAMES.split(stay.names) if one)


def who(stay: Stay, *, standing: Standing) -> str:
    """Return who came: their door, and for strangers their masked names to those who may see them."""
    if stay.household is not None:
        return door_words(stay.household)
    return masked_names(stay) if standing.may(Right.SEE_PERSONAL, path=stay.shelter.org.path) else ""
