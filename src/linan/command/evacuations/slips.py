"""The slip of an evacuation order opens the registration at a shelter, as a refuge card does."""

from linan.command.evacuations.models import EvacuationOrder
from linan.logistics.shelters.actions.cards import READERS


def household_of_slip(code: str) -> int | None:
    """Return the household whose order carries a token, typed alone or as the address of its page; None for no one's."""
    token = code.rstrip("/").rpartition("/")[2]
    return EvacuationOrder._base_manager.filter(token=token).values_list("household_id", flat=True).first()


READERS.append(household_of_slip)
