"""Tables of duty, a file for each noun."""

from linan.logistics.duty.models.hand_overs import DutyMode, HandOver
from linan.logistics.duty.models.shifts import Post, Shift
from linan.logistics.duty.models.spot_checks import SHOWN_STATES, SpotCheck, SpotRule, SpotState

__all__ = ["SHOWN_STATES", "DutyMode", "HandOver", "Post", "Shift", "SpotCheck", "SpotRule", "SpotState"]
