"""How far each building is: who of its people is out, by colour and by number."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from linan.command.domain.doors.balance import Whereabouts
from linan.command.evacuations.models import Evacuation
from linan.command.evacuations.reckoning import reckon
from linan.registry.models import Building

OUT = frozenset({Whereabouts.ARRIVED, Whereabouts.ELSEWHERE})
# Share that is out from which a building is shown in a tone, the best first.
TONES = ((1.0, "green"), (0.5, "yellow"), (0.01, "orange"), (0.0, "red"))


@dataclass(frozen=True, slots=True)
class BuildingProgress:
    """A building with how many of its expected people have arrived or are safe elsewhere."""

    building: Building
    out: int
    expected: int

    @property
    def tone(self) -> str:
        """The colour of its share."""
        return next(tone for least, tone in TONES if self.out >= least * self.expected)


def progress_of(evacuation: Evacuation) -> Sequence[BuildingProgress]:
    """Return how far each building is; nothing before door lists say who is expected.

    People met outside any home stand on the board, and in no building.
    """
    expected: Counter[Building] = Counter()
    out: Counter[Building] = Counter()
    for one in reckon(evacuation).people:
        if one.entry.household is None:
            continue
        building = one.entry.household.building
        expected[building] += 1
        out[building] += one.finding.whereabouts in OUT
    return [BuildingProgress(building, out[building], count) for building, count in expected.items()]
