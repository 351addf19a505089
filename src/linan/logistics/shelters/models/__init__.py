"""Tables of shelters, a file for each noun."""

from linan.logistics.shelters.models.cards import RefugeCard
from linan.logistics.shelters.models.openings import Opening, OpeningMode
from linan.logistics.shelters.models.shelters import (
    IN_USE,
    RESERVE_MOST_PERCENT,
    Facility,
    Shelter,
    ShelterStatus,
)
from linan.logistics.shelters.models.stays import LeftTo, Stay, Via

__all__ = [
    "IN_USE", "RESERVE_MOST_PERCENT", "Facility", "LeftTo", "Opening", "OpeningMode", "RefugeCard", "Shelter",
    "ShelterStatus", "Stay", "Via",
]
