"""What shelters announce."""

from linan.ground.announcements.kinds import Announcement, announcement
from linan.ground.text import noop


@announcement
class ShelterEntered(Announcement):
    """A shelter was entered, or what is known of it was changed."""

    shelter_id: int


@announcement
class ShelterOpened(Announcement):
    """A shelter opened. places: less the reserve."""

    shelter_id: int
    opening_id: int
    owner_id: int
    places: int


@announcement
class ShelterClosed(Announcement):
    """A shelter closed after the last guest left."""

    shelter_id: int
    opening_id: int


@announcement
class ShelterFilled(Announcement):
    """A shelter is full. people: who are in it; by_hand: a person said so."""

    shelter_id: int
    people: int
    by_hand: bool


@announcement
class ShelterFreed(Announcement):
    """A full shelter takes people again. people: who are in it."""

    shelter_id: int
    people: int


@announcement
class StayBegun(Announcement):
    """People came to a shelter. household_id: None for strangers."""

    stay_id: int
    shelter_id: int
    household_id: int | None
    people: int


@announcement
class StayCorrected(Announcement):
    """The number of people of a stay was corrected."""

    stay_id: int
    shelter_id: int
    household_id: int | None
    people: int


@announcement
class StayEnded(Announcement):
    """People left a shelter. left_to: home, relatives, shelter, hospital or elsewhere."""

    stay_id: int
    shelter_id: int
    household_id: int | None
    people: int
    left_to: str


TITLES = {
    "logistics.ShelterEntered": noop("Shelter entered or changed"),
    "logistics.ShelterOpened": noop("Shelter opened: room for %(places)s people"),
    "logistics.ShelterClosed": noop("Shelter closed"),
    "logistics.ShelterFilled": noop("Shelter full: %(people)s people"),
    "logistics.ShelterFreed": noop("Shelter takes people again: %(people)s are in it"),
    "logistics.StayBegun": noop("%(people)s people arrived at a shelter"),
    "logistics.StayCorrected": noop("Number at a shelter corrected to %(people)s people"),
    "logistics.StayEnded": noop("%(people)s people left a shelter"),
}
