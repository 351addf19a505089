"""What duty announces."""

from linan.ground.announcements.kinds import Announcement, announcement
from linan.ground.text import noop


@announcement
class ShiftsPlanned(Announcement):
    """A person was put on duty, once or for several days."""

    person_id: int
    post: str
    shifts: int


@announcement
class ShiftWithdrawn(Announcement):
    """A shift was taken back."""

    shift_id: int
    person_id: int


@announcement
class ShiftArrived(Announcement):
    """A person said that they are on duty."""

    shift_id: int
    person_id: int


@announcement
class HandOverWritten(Announcement):
    """Whoever leaves wrote down what whoever comes must know."""

    hand_over_id: int


@announcement
class HandOverTaken(Announcement):
    """Whoever comes read it and took over."""

    hand_over_id: int


@announcement
class SpotRuleSet(Announcement):
    """It was set when and how often a unit is checked."""

    rule_id: int


@announcement
class SpotCheckCalled(Announcement):
    """Somebody on duty is to be called without notice, to see whether they are there."""

    check_id: int
    person_id: int


@announcement
class SpotCheckSettled(Announcement):
    """A spot check has its result: in time, late, silent, or nobody stood on the roster."""

    check_id: int
    state: str


@announcement
class SwapAsked(Announcement):
    """Somebody on duty asks a colleague to swap shifts. person_id: who is asked."""

    swap_id: int
    person_id: int


@announcement
class SwapMoved(Announcement):
    """A swap of shifts came to another state."""

    swap_id: int
    to: str


@announcement
class DutyRuleChanged(Announcement):
    """A unit set a rule of duty or turn-out for itself and all below it."""

    key: str
    version: int


TITLES: dict[str, str] = {
    "logistics.ShiftsPlanned": noop("%(shifts)s shifts planned"),
    "logistics.ShiftWithdrawn": noop("A shift was taken back"),
    "logistics.ShiftArrived": noop("Somebody came on duty"),
    "logistics.HandOverWritten": noop("A hand-over was written"),
    "logistics.HandOverTaken": noop("A hand-over was taken"),
    "logistics.SwapAsked": noop("A swap of shifts was asked for"),
    "logistics.SwapMoved": noop("A swap of shifts was answered"),
    "logistics.SwapMoved.agreed": noop("A swap of shifts was agreed to"),
    "logistics.SwapMoved.done": noop("Shifts were swapped"),
    "logistics.SwapMoved.declined": noop("A swap of shifts was declined"),
    "logistics.SwapMoved.refused": noop("A swap of shifts was not confirmed"),
    "logistics.SwapMoved.withdrawn": noop("A swap of shifts was taken back"),
    "logistics.DutyRuleChanged": noop("A rule of duty was changed"),
    "logistics.SpotRuleSet": noop("The rule of spot checks was set"),
    "logistics.SpotCheckCalled": noop("Spot check of duty"),
    "logistics.SpotCheckSettled": noop("A spot check of duty has its result"),
}
