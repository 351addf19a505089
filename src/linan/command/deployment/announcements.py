"""What deployment announces."""

from linan.ground.announcements.kinds import Announcement, announcement
from linan.ground.text import noop


@announcement
class ReadinessChanged(Announcement):
    """A team or vehicle can be sent, or no longer. thing: "team" or "vehicle"; to: a value of Readiness."""

    thing: str
    thing_id: int
    to: str


@announcement
class SendableEntered(Announcement):
    """A team or vehicle was entered, or what is known of it changed. thing: "team" or "vehicle"."""

    thing: str
    thing_id: int


@announcement
class StockCounted(Announcement):
    """A stock was counted, or taken from."""

    stock_id: int
    amount: int


@announcement
class RoadClosed(Announcement):
    """A road cannot be used any more."""

    closure_id: int


@announcement
class RoadReopened(Announcement):
    """A road can be used again."""

    closure_id: int


@announcement
class NeedStated(Announcement):
    """An incident lacks something. what: a skill, kind of vehicle or item."""

    need_id: int
    incident_id: int
    what: str
    how_many: int


@announcement
class NeedCalledOff(Announcement):
    """A need is no more."""

    need_id: int
    incident_id: int


@announcement
class DeploymentProposed(Announcement):
    """It was worked out who should go where. gaps: needs that are not met in full and in time."""

    deployment_id: int
    incident_id: int
    items: int
    gaps: int


@announcement
class DeploymentChanged(Announcement):
    """A choice was made by hand and the rest worked out anew."""

    deployment_id: int
    incident_id: int
    number: int


@announcement
class DeploymentSent(Announcement):
    """Everybody of a proposal was sent."""

    deployment_id: int
    incident_id: int
    items: int


@announcement
class DeploymentWithdrawn(Announcement):
    """A proposal was dropped, or those who were sent are called back."""

    deployment_id: int
    incident_id: int


TITLES = {
    "command.ReadinessChanged": noop("Readiness changed"),
    "command.SendableEntered": noop("Team or vehicle entered"),
    "command.StockCounted": noop("Stock counted"),
    "command.RoadClosed": noop("Road closed"),
    "command.RoadReopened": noop("Road reopened"),
    "command.NeedStated": noop("Need stated"),
    "command.NeedCalledOff": noop("Need called off"),
    "command.DeploymentProposed": noop("Deployment proposed: %(items)s to send, %(gaps)s needs not met"),
    "command.DeploymentChanged": noop("Deployment changed by hand"),
    "command.DeploymentSent": noop("Deployment sent: %(items)s under way"),
    "command.DeploymentWithdrawn": noop("Deployment withdrawn"),
}
