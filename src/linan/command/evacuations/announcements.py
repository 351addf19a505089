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
class NetworkImported(Announcement):
    """An organisation has the paths of its area."""

    network_id: int
    paths: int


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
class HelperNamed(Announcement):
    """Somebody was named by hand for a household that needs help."""

    evacuation_id: int
    order_id: int
    helper_id: int


@announcement
class HelpersAsked(Announcement):
    """Another unit was asked to send helpers. unit_id: the organisation asked; helpers: how many."""

    evacuation_id: int
    unit_id: int
    helpers: int
    task_id: int


@announcement
class ChangedPlanMeasured(Announcement):
    """What a changed plan is worth is known."""

    evacuation_id: int
    clearance_min: int


@announcement
class EvacuationEnded(Announcement):
    """An evacuation is finished or was cancelled. status: which of the two."""

    evacuation_id: int
    status: str


@announcement
class DoorListsMade(Announcement):
    """The doors of an evacuation were put on lists, or doors were added to them."""

    evacuation_id: int
    lists: int
    doors: int


@announcement
class DoorListGiven(Announcement):
    """Somebody else walks a door list."""

    evacuation_id: int
    door_list_id: int
    walker_id: int


@announcement
class DoorsChanged(Announcement):
    """A walker said what became of doors."""

    evacuation_id: int
    door_list_id: int
    changes: int


@announcement
class PersonFound(Announcement):
    """Somebody who is in no register was met, at a door or outside any, and is counted from now on."""

    evacuation_id: int
    entry_id: int


@announcement
class EvacuationForced(Announcement):
    """Somebody was taken out against their will. legal_basis: a key of legal_bases.yaml."""

    evacuation_id: int
    forced_id: int
    legal_basis: str


@announcement
class DangerCleared(Announcement):
    """A named authority signed that the danger is over."""

    zone_id: int
    clearance_id: int


@announcement
class HouseholdsReturned(Announcement):
    """Households are home again."""

    evacuation_id: int
    households: int


@announcement
class ReturnedEarly(Announcement):
    """A household is at home although the danger is not cleared. task_id: None where no incident holds tasks."""

    evacuation_id: int
    early_return_id: int
    task_id: int | None


TITLES = {
    "command.ZoneDeclared": noop("Danger zone declared"),
    "command.ZoneWidened": noop("Danger zone changed: outline %(number)s"),
    "command.NetworkImported": noop("Path network read in: %(paths)s paths"),
    "command.PlanningBegun": noop("Evacuation plan being calculated"),
    "command.PlanImproved": noop("Evacuation plan: everybody in after %(clearance_min)s min"),
    "command.EvacuationPlanned": noop("Evacuation planned: %(people)s people in %(clearance_min)s min"),
    "command.PlanningFailed": noop("No evacuation plan found"),
    "command.EvacuationOrdered": noop("Evacuation ordered: %(households)s households, %(people)s people"),
    "command.WayClosed": noop("A way was reported blocked"),
    "command.HelperNamed": noop("A helper was named by hand for a household"),
    "command.HelpersAsked": noop("Another unit was asked for %(helpers)s helpers"),
    "command.OrdersChanged": noop("New evacuation orders for %(households)s households"),
    "command.ChangedPlanMeasured": noop("After the change: everybody in after %(clearance_min)s minutes"),
    "command.EvacuationEnded": noop("Evacuation ended"),
    "command.DoorListsMade": noop("%(doors)s doors put on %(lists)s door lists"),
    "command.DoorListGiven": noop("A door list was given to somebody else"),
    "command.DoorsChanged": noop("%(changes)s words from the doors"),
    "command.PersonFound": noop("Somebody in no register was met and is counted"),
    "command.EvacuationForced": noop("Somebody was evacuated by force"),
    "command.DangerCleared": noop("Danger cleared: signed"),
    "command.HouseholdsReturned": noop("%(households)s households are home again"),
    "command.ReturnedEarly": noop("A household came back before the danger was cleared"),
}
