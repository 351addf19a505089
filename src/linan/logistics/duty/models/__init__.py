"""Tables of duty, a file for each noun."""

from linan.logistics.duty.models.hand_overs import DutyMode, HandOver
from linan.logistics.duty.models.shifts import Post, Shift

__all__ = ["DutyMode", "HandOver", "Post", "Shift"]
