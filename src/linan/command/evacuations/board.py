"""What the reconciliation board shows."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from linan.command.domain.doors.balance import Whereabouts
from linan.command.domain.doors.states import DoorState
from linan.command.evacuations.lists import ShownState, lists_of_evacuation, shown_state
from linan.command.evacuations.models import DoorList, EarlyReturn, Evacuation, Evacuee
from linan.command.evacuations.reckoning import Expected, Reckoning, reckon

# What an open person's door says, the most worrying first.
OPEN_STATES = (DoorState.NOT_REACHED, DoorState.TO_TELL, DoorState.TOLD, DoorState.CARRIED, DoorState.ON_THE_WAY)


@dataclass(frozen=True, slots=True, kw_only=True)
class AtShelter:
    """How many of the expected are at one shelter."""

    name: str
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardPage:
    """The whole board. open_states: the state of the doors of those who are not reached, with how many people."""

    evacuation: Evacuation
    reckoning: Reckoning
    lists: Sequence[DoorList]
    open_states: Sequence[tuple[ShownState, int]]
    shelters: Sequence[AtShelter]
    by_reply: int
    early_returns: int
    found: int

    @property
    def on_word_alone(self) -> int:
        """How many have arrived although no shelter's desk registered them."""
        return self.reckoning.balance.arrived - self.reckoning.confirmed


def board_page(evacuation: Evacuation) -> BoardPage:
    """Return the board of an evacuation."""
    reckoning = reckon(evacuation)
    left = Counter(one.state.value for one in reckoning.at(Whereabouts.NOT_REACHED))
    return BoardPage(
        evacuation=evacuation, reckoning=reckoning, lists=list(lists_of_evacuation(evacuation.pk)),
        open_states=_open_states(left), shelters=_shelters(reckoning.at(Whereabouts.ARRIVED)),
        by_reply=sum(1 for one in reckoning.at(Whereabouts.ELSEWHERE) if one.is_from_reply),
        found=Evacuee._base_manager.filter(entry__evacuation=evacuation, found_at__isnull=False).count(),
        early_returns=EarlyReturn._base_manager.filter(entry__evacuation=evacuation).count(),
    )


def _open_states(left: Counter[str]) -> list[tuple[ShownState, int]]:
    known = [(shown_state(state), left.pop(state, 0)) for state in OPEN_STATES]
    # Who left a shelter again is to be looked for although the door once said otherwise.
    others = [(shown_state(state), people) for state, people in sorted(left.items())]
    return [(state, people) for state, people in [*known, *others] if people]


def _shelters(arrived: Sequence[Expected]) -> list[AtShelter]:
    places = Counter(one.stay.shelter.name for one in arrived if one.is_from_shelter and one.stay)
    return [AtShelter(name=name, people=people) for name, people in places.most_common()]
