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


# How each kind reads on a timeline; TurnoutAnswered reads by the state it came to.
TITLES: dict[str, str] = {
    "response.TurnoutCalled": noop("Tier %(tier)s called out: %(people)s people"),
    "response.TurnoutAnswered": noop("Turn-out answered"),
    "response.TurnoutAnswered.answered": noop("Turn-out: is coming"),
    "response.TurnoutAnswered.on_the_way": noop("Turn-out: on the way"),
    "response.TurnoutAnswered.on_site": noop("Turn-out: on site"),
    "response.TurnoutAnswered.unable": noop("Turn-out: cannot come"),
    "response.TurnoutLate": noop("Nobody of tier %(tier)s is on site in time"),
}
