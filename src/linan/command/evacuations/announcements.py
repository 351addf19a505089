"""What evacuations announce."""

from linan.ground.announcements.kinds import Announcement, announcement
from linan.ground.text import noop


@announcement
class ZoneDeclared(Announcement):
    """A place must be left and not entered. source: what its outline comes from."""

    zone_id: int
    source: str


@announcement
class ZoneWidened(Announcement):
    """A zone has another outline. number: counted from 1."""

    zone_id: int
    number: int


@announcement
class PlanningBegun(Announcement):
    """A plan is being solved."""

    evacuation_id: int
    zone_id: int


@announcement
class PlanImproved(Announcement):
    """A first or a better plan stands."""

    evacuation_id: int
    clearance_min: int


@announcement
class EvacuationPlanned(Announcement):
    """The search for a plan has ended with one. clearance_min: minutes until the last household is in a shelter."""

    evacuation_id: int
    people: int
    clearance_min: int


@announcement
class PlanningFailed(Announcement):
    """The search ended without a plan."""

    evacuation_id: int


@announcement
class EvacuationOrdered(Announcement):
    """Every household of a zone has an order."""

    evacuation_id: int
    zone_id: int
    households: int
    people: int


@announcement
class WayClosed(Announcement):
    """Somebody reported that a way cannot be walked."""

    evacuation_id: int
    closure_id: int


@announcement
class OrdersChanged(Announcement):
    """Some households have another order than before."""

    evacuation_id: int
    households: int


@announcement
class EvacuationEnded(Announcement):
    """An evacuation is finished or was cancelled. status: which of the two."""

    evacuation_id: int
    status: str


TITLES = {
    "command.ZoneDeclared": noop("Danger zone declared"),
    "command.ZoneWidened": noop("Danger zone changed: outline %(number)s"),
    "command.PlanningBegun": noop("Evacuation plan being calculated"),
    "command.PlanImproved": noop("Evacuation plan: everybody in after %(clearance_min)s min"),
    "command.EvacuationPlanned": noop("Evacuation planned: %(people)s people in %(clearance_min)s min"),
    "command.PlanningFailed": noop("No evacuation plan found"),
    "command.EvacuationOrdered": noop("Evacuation ordered: %(households)s households, %(people)s people"),
    "command.WayClosed": noop("A way was reported blocked"),
    "command.OrdersChanged": noop("New evacuation orders for %(households)s households"),
    "command.EvacuationEnded": noop("Evacuation ended"),
}
