"""Tables of evacuations: zones, plans, orders, and the ground people walk on."""

from linan.command.evacuations.models.doors import (
    DOOR_STATES,
    STATE_NAMES,
    DoorChange,
    DoorEntry,
    DoorList,
    Evacuee,
    ForcedEvacuation,
)
from linan.command.evacuations.models.evacuations import Closure, Evacuation, EvacuationStatus, Solution
from linan.command.evacuations.models.networks import PathNetwork
from linan.command.evacuations.models.orders import EvacuationOrder
from linan.command.evacuations.models.returns import Clearance, EarlyReturn
from linan.command.evacuations.models.zones import DangerZone, ZoneSource, ZoneStatus

__all__ = [
    "DOOR_STATES",
    "STATE_NAMES",
    "Clearance",
    "Closure",
    "DangerZone",
    "DoorChange",
    "DoorEntry",
    "DoorList",
    "EarlyReturn",
    "Evacuation",
    "EvacuationOrder",
    "EvacuationStatus",
    "Evacuee",
    "ForcedEvacuation",
    "PathNetwork",
    "Solution",
    "ZoneSource",
    "ZoneStatus",
]
