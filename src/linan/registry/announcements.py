"""What base information announces."""

from linan.ground.announcements.kinds import Announcement, announcement
from linan.ground.text import noop


@announcement
class BuildingChanged(Announcement):
    """A building was entered or changed."""

    building_id: int


@announcement
class HouseholdChanged(Announcement):
    """A household, or someone in it, was entered or changed."""

    household_id: int
    building_id: int


@announcement
class PlaceChanged(Announcement):
    """A risk source, protected target or resource was entered or changed. noun: "resource" and the like."""

    noun: str
    place_id: int


@announcement
class BuildingsImported(Announcement):
    """A table of buildings was taken in as a whole."""

    rows: int


@announcement
class TableImported(Announcement):
    """A table of households, residents or places was taken in as a whole. noun: "resident" and the like."""

    noun: str
    rows: int


@announcement
class ResidentMoved(Announcement):
    """A resident came to a household or left one. how: in, within, away or deceased."""

    resident_id: int
    how: str


TITLES: dict[str, str] = {
    BuildingChanged.kind: noop("Building entered or changed"),
    HouseholdChanged.kind: noop("Household entered or changed"),
    PlaceChanged.kind: noop("Base information entered or changed"),
    BuildingsImported.kind: noop("%(rows)s buildings imported"),
    TableImported.kind: noop("Table of base information imported: %(rows)s rows"),
    ResidentMoved.kind: noop("Resident moved"),
}
