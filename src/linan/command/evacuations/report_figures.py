"""What upward reports say of evacuations: how many are to move, have moved, and are not reached."""

from linan.command.domain.doors.balance import Whereabouts
from linan.command.evacuations.models import Evacuation
from linan.command.evacuations.models.evacuations import EvacuationStatus
from linan.command.evacuations.reckoning import reckon
from linan.ground.clock import now
from linan.response.upward.domain.figures import Counted

SOURCE = "入户名单与场所登记"
COUNTED = (EvacuationStatus.ORDERED, EvacuationStatus.FINISHED)
GONE = (Whereabouts.ARRIVED, Whereabouts.ELSEWHERE)


def figures_of(incident_id: int) -> list[Counted]:
    """Count the people of the ordered evacuations of an incident by name; nothing where none was ordered."""
    rows = Evacuation._base_manager.filter(incident_id=incident_id, status__in=COUNTED)
    reckonings = [reckon(one) for one in rows]
    if not reckonings:
        return []
    moved = sum(len(one.at(where)) for one in reckonings for where in GONE)
    left = sum(len(one.at(Whereabouts.NOT_REACHED)) for one in reckonings)
    refused = sum(len(one.at(Whereabouts.REFUSED)) for one in reckonings)
    figures = {"to_move": moved + left + refused, "moved": moved, "not_reached": left}
    return [Counted(key=key, value=value, source=SOURCE, at=now()) for key, value in figures.items()]
