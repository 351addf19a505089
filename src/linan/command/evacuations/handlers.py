"""What evacuations do when a shelter is full, somebody goes home from one, or orders change."""

from linan.command.evacuations.actions.doors import complete_door_lists
from linan.command.evacuations.actions.news import ask_replans_for_shelter
from linan.command.evacuations.actions.returns import report_gone_home
from linan.command.evacuations.announcements import OrdersChanged
from linan.ground.access.scopes import everywhere
from linan.ground.announcements.handlers import on
from linan.ground.clock import now
from linan.ground.people.models import SYSTEM
from linan.logistics.shelters.announcements import ShelterFilled, StayEnded


@on(ShelterFilled)
def lead_elsewhere(event: ShelterFilled) -> None:
    with everywhere():
        ask_replans_for_shelter(shelter_id=event.shelter_id)


@on(StayEnded)
def fetch_whoever_went_home(event: StayEnded) -> None:
    if event.household_id is None or event.left_to != "home":
        return
    with everywhere():
        report_gone_home(stay_id=event.stay_id, household_id=event.household_id, by=SYSTEM, now=now())


@on(OrdersChanged)
def put_new_households_on_lists(event: OrdersChanged) -> None:
    with everywhere():
        complete_door_lists(evacuation_id=event.evacuation_id, by=SYSTEM, now=now())
