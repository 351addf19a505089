"""What the field headquarters announces."""

from linan.ground.announcements.kinds import Announcement, announcement
from linan.ground.text import noop


@announcement
class TurnoutCalled(Announcement):
    """A tier was called to an incident. people: how many were asked."""

    incident_id: int
    turnout_id: int
    tier: int
    people: int


@announcement
class TurnoutAnswered(Announcement):
    """Somebody who was called out came to another state."""

    incident_id: int
    turnout_id: int
    person_id: int
    to: str


@announcement
class TurnoutLate(Announcement):
    """Nobody of a tier was on site when somebody should have been."""

    incident_id: int
    turnout_id: int
    tier: int


@announcement
class GroupsFormed(Announcement):
    """Working groups of a plan were formed."""

    incident_id: int
    groups: int


@announcement
class PostGiven(Announcement):
    """Somebody holds a post from now on. to: which post."""

    incident_id: int
    holding_id: int
    person_id: int
    to: str


@announcement
class PostLeft(Announcement):
    """Somebody no longer holds a post, and nobody took it over from them. to: which post."""

    incident_id: int
    holding_id: int
    person_id: int
    to: str


@announcement
class PostOffered(Announcement):
    """A post is to be taken over by the person named. to: which post."""

    incident_id: int
    hand_over_id: int
    person_id: int
    to: str


@announcement
class PostOfferWithdrawn(Announcement):
    """A post that was offered is not handed over after all."""

    incident_id: int
    hand_over_id: int
    person_id: int


@announcement
class PostTaken(Announcement):
    """The person named ticked every open point and took a post over. to: which post."""

    incident_id: int
    hand_over_id: int
    holding_id: int
    person_id: int
    to: str


@announcement
class RollCalled(Announcement):
    """Everybody at work in an incident was asked whether they are well."""

    incident_id: int
    roll_call_id: int
    number: int
    people: int


@announcement
class RollCallAnswered(Announcement):
    """Somebody answered a roll-call. to: well or help."""

    incident_id: int
    roll_call_id: int
    person_id: int
    to: str


@announcement
class RollCallSilent(Announcement):
    """Somebody has been silent on a roll-call for too long. leader_id: who is to find them, None where nobody leads."""

    incident_id: int
    roll_call_id: int
    person_id: int
    leader_id: int | None


@announcement
class TaskPassedOn(Announcement):
    """A task nobody took, or that somebody could not get to, went on to the person named."""

    task_id: int
    incident_id: int
    person_id: int


@announcement
class ChoiceMade(Announcement):
    """Somebody chose what to do about an open matter. to: taken or declined."""

    incident_id: int
    choice_id: int
    to: str


# How each kind reads on a timeline; TurnoutAnswered reads by the state it came to.
TITLES: dict[str, str] = {
    "response.TurnoutCalled": noop("Tier %(tier)s called out: %(people)s people"),
    "response.TurnoutAnswered": noop("Turn-out answered"),
    "response.TurnoutAnswered.answered": noop("Turn-out: is coming"),
    "response.TurnoutAnswered.on_the_way": noop("Turn-out: on the way"),
    "response.TurnoutAnswered.on_site": noop("Turn-out: on site"),
    "response.TurnoutAnswered.unable": noop("Turn-out: cannot come"),
    "response.GroupsFormed": noop("%(groups)s working groups formed"),
    "response.PostGiven": noop("Post given"),
    "response.PostGiven.owner": noop("Owner of the incident"),
    "response.PostGiven.commander": noop("Commander named"),
    "response.PostGiven.deputy": noop("Deputy commander named"),
    "response.PostGiven.lead": noop("Group leader named"),
    "response.PostGiven.member": noop("Joined a working group"),
    "response.PostLeft": noop("Post left"),
    "response.PostOffered": noop("Hand-over of a post begun"),
    "response.PostOfferWithdrawn": noop("Hand-over of a post withdrawn"),
    "response.PostTaken": noop("Post taken over"),
    "response.PostTaken.owner": noop("Incident taken over"),
    "response.PostTaken.commander": noop("Command taken over"),
    "response.PostTaken.deputy": noop("Post of deputy taken over"),
    "response.PostTaken.lead": noop("Lead of a group taken over"),
    "response.RollCalled": noop("Roll-call %(number)s: %(people)s people asked"),
    "response.RollCallAnswered": noop("Roll-call answered"),
    "response.RollCallAnswered.well": noop("Roll-call: all right"),
    "response.RollCallAnswered.help": noop("Roll-call: needs help"),
    "response.RollCallSilent": noop("Roll-call: out of contact, to be looked for"),
    "response.TaskPassedOn": noop("Task passed on to the next in line"),
    "response.ChoiceMade": noop("Decision"),
    "response.ChoiceMade.taken": noop("Decided"),
    "response.ChoiceMade.declined": noop("Proposal declined"),
    "response.TurnoutLate": noop("Nobody of tier %(tier)s is on site in time"),
}
