"""What planning announces."""

from linan.ground.announcements.kinds import Announcement, announcement
from linan.ground.text import noop


@announcement
class PlanAdopted(Announcement):
    """A version of a plan came into force in a unit."""

    plan_id: int
    number: int


@announcement
class PlanProposed(Announcement):
    """A plan and a level were proposed for an incident."""

    proposal_id: int
    incident_id: int
    level: str


@announcement
class PlanActivated(Announcement):
    """A proposed plan was activated and its tasks given out."""

    proposal_id: int
    incident_id: int
    level: str


@announcement
class PlanLevelChanged(Announcement):
    """A plan that is being carried out went on at another level. before: the level until then."""

    proposal_id: int
    incident_id: int
    before: str
    level: str


@announcement
class PlanDeclined(Announcement):
    """A proposed plan was declined."""

    proposal_id: int
    incident_id: int


TITLES: dict[str, str] = {
    "planning.PlanAdopted": noop("Plan adopted, version %(number)s"),
    "planning.PlanProposed": noop("Plan proposed at level %(level)s"),
    "planning.PlanActivated": noop("Plan activated at level %(level)s"),
    "planning.PlanLevelChanged": noop("Response level changed from %(before)s to %(level)s"),
    "planning.PlanDeclined": noop("Proposed plan declined"),
}
