"""Tables of evacuations: zones, plans, orders, and the ground people walk on."""

from linan.command.evacuations.models.evacuations import Closure, Evacuation, EvacuationStatus, Solution
from linan.command.evacuations.models.networks import PathNetwork
from linan.command.evacuations.models.orders import EvacuationOrder
from linan.command.evacuations.models.zones import DangerZone, ZoneSource, ZoneStatus

__all__ = [
    "Closure",
    "DangerZone",
    "Evacuation",
    "EvacuationOrder",
    "EvacuationStatus",
    "PathNetwork",
    "Solution",
    "ZoneSource",
    "ZoneStatus",
]
