"""Tables of calls, a file for each noun."""

from linan.response.calls.models.calls import LIVE_CALLS, Call, CallStatus, Group, Level
from linan.response.calls.models.lines import Guest, Line, PushAddress, Rules
from linan.response.calls.models.messages import Message, MessageStatus
from linan.response.calls.models.recipients import Outcome, Recipient

__all__ = [
    "LIVE_CALLS", "Call", "CallStatus", "Group", "Guest", "Level", "Line", "Message", "MessageStatus", "Outcome",
    "PushAddress", "Recipient", "Rules",
]
