"""What evacuations do when a shelter is full."""

from linan.command.evacuations.actions.news import ask_replans_for_shelter
from linan.ground.access.scopes import everywhere
from linan.ground.announcements.handlers import on
from linan.logistics.shelters.announcements import ShelterFilled


@on(ShelterFilled)
def lead_elsewhere(event: ShelterFilled) -> None:
    with everywhere():
        ask_replans_for_shelter(shelter_id=event.shelter_id)
