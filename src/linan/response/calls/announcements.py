"""What calls announce."""

from linan.ground.announcements.kinds import Announcement, announcement
from linan.ground.text import noop


@announcement
class CallReleased(Announcement):
    """A call went out."""

    call_id: int
    people: int
    households: int


@announcement
class CallSubmitted(Announcement):
    """A call waits for a second person."""

    call_id: int


@announcement
class CallDeclined(Announcement):
    """A second person did not let a call go out."""

    call_id: int


@announcement
class CallEscalated(Announcement):
    """Silence was passed on: so many recipients came to the next wave."""

    call_id: int
    wave: int
    recipients: int


@announcement
class MessagesMoved(Announcement):
    """Messages of a call were handed over, delivered, refused or failed."""

    call_id: int
    messages: int


@announcement
class CallAnswered(Announcement):
    """Somebody answered a call."""

    call_id: int
    recipient_id: int
    outcome: str


@announcement
class DoorsGiven(Announcement):
    """Households that nothing reached were given to somebody who knocks at their doors."""

    call_id: int
    helper_id: int
    households: int


@announcement
class CallStopped(Announcement):
    """A call was stopped; what had not left stays here."""

    call_id: int
    withdrawn: int


@announcement
class CallEnded(Announcement):
    """A call was ended by who wrote it or had nobody left to wait for."""

    call_id: int


@announcement
class LineChanged(Announcement):
    """A way out was set up or changed."""

    line_id: int
    channel: str


@announcement
class RulesChanged(Announcement):
    """The rules of sending were set."""

    is_test: bool
    mass_from: int


@announcement
class GuestsChanged(Announcement):
    """The white list of drills was set."""

    people: int


# How each kind reads on a timeline.
TITLES: dict[str, str] = {
    "response.CallReleased": noop("Call sent to %(people)s people in %(households)s households"),
    "response.CallSubmitted": noop("A call waits for a second person"),
    "response.CallDeclined": noop("A call was not approved"),
    "response.CallEscalated": noop("No answer: %(recipients)s recipients passed on to the next wave"),
    "response.MessagesMoved": noop("%(messages)s messages of a call moved on"),
    "response.CallAnswered": noop("A recipient answered the call"),
    "response.DoorsGiven": noop("%(households)s households to be told at the door"),
    "response.CallStopped": noop("Call stopped, %(withdrawn)s messages withdrawn"),
    "response.CallEnded": noop("Call ended"),
    "response.LineChanged": noop("A line for calls was changed: %(channel)s"),
    "response.RulesChanged": noop("The rules of sending were changed"),
    "response.GuestsChanged": noop("White list of drills: %(people)s people"),
}
