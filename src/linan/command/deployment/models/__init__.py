"""Tables of deployment."""

from linan.command.deployment.models.closures import RoadClosure
from linan.command.deployment.models.deployments import Deployment, DeploymentItem, DeploymentStatus
from linan.command.deployment.models.needs import Need, NeedKind, Urgency, what_choices
from linan.command.deployment.models.stocks import Item, Stock
from linan.command.deployment.models.teams import (
    Readiness,
    Sendable,
    Skill,
    Team,
    TeamKind,
    TravelBy,
    Vehicle,
    VehicleKind,
)

__all__ = [
    "Deployment", "DeploymentItem", "DeploymentStatus", "Item", "Need", "NeedKind", "Readiness", "RoadClosure", "Sendable",
    "Skill", "Stock", "Team", "TeamKind", "TravelBy", "Urgency", "Vehicle", "VehicleKind", "what_choices",
]
