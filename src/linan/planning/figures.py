"""What a plan's conditions count, read from the floors below."""

from linan.planning.domain.text import Figure
from linan.registry.queries import headcount_in_building, needs_in_building
from linan.response.queries import IncidentFacts


def figures_of(facts: IncidentFacts) -> dict[Figure, int]:
    """Return the figures of an incident; those of the building are missing where no building is known."""
    figures = {Figure.ALARMS: facts.alarms}
    if facts.warning_steps:
        figures[Figure.WARNING] = facts.warning_steps
    if facts.building_id is not None and facts.floors is not None:
        figures[Figure.FLOORS] = facts.floors
        figures[Figure.HEADCOUNT] = headcount_in_building(facts.building_id)
        figures[Figure.VULNERABLE] = sum(needs_in_building(facts.building_id).values())
    return figures
