"""Tables of the field headquarters, a file for each noun."""

from linan.response.headquarters.models.choices import Choice, ChoiceOutcome, Look
from linan.response.headquarters.models.passings import Passing, Pulse
from linan.response.headquarters.models.posts import SINGLE, Group, HandOver, HandOverPoint, Holding, Post
from linan.response.headquarters.models.roll_calls import Answer, RollCall, RollCallEntry
from linan.response.headquarters.models.turnouts import COMING, MemberStatus, Turnout, TurnoutMember

__all__ = [
    "COMING", "SINGLE", "Answer", "Choice", "ChoiceOutcome", "Group", "HandOver", "HandOverPoint", "Holding", "Look",
    "MemberStatus", "Passing", "Post", "Pulse", "RollCall", "RollCallEntry", "Turnout", "TurnoutMember",
]
