"""What may be said of a door, or of one person behind it."""

from enum import StrEnum


class DoorState(StrEnum):
    """What is known at the door."""

    TO_TELL = "to_tell"
    TOLD = "told"
    ON_THE_WAY = "on_the_way"
    CARRIED = "carried"
    NOT_REACHED = "not_reached"
    ARRIVED = "arrived"
    ELSEWHERE = "elsewhere"
    REFUSED = "refused"


# What settles where somebody is. Whoever was told, has set out or is being carried has not come anywhere yet.
SETTLED = frozenset({DoorState.ARRIVED, DoorState.ELSEWHERE, DoorState.REFUSED})
