"""Tables of duty, a file for each noun."""

from linan.logistics.duty.models.hand_overs import DutyMode, HandOver
from linan.logistics.duty.models.rules import OwnRule
from linan.logistics.duty.models.shifts import Post, Shift
from linan.logistics.duty.models.spot_checks import SHOWN_STATES, SpotCheck, SpotRule, SpotState
from linan.logistics.duty.models.swaps import OPEN_SWAPS, Swap, SwapState

__all__ = [
    "OPEN_SWAPS", "SHOWN_STATES", "DutyMode", "HandOver", "OwnRule", "Post", "Shift", "SpotCheck", "SpotRule", "SpotState",
    "Swap", "SwapState",
]
