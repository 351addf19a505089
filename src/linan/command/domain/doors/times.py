"""What phones say late, twice and with wrong clocks, put in order: the newer change stands, all are kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from linan.command.domain.doors.states import DoorState

OLDEST = timedelta(days=7)  # a phone that names an older change has lost its clock, and the moment of receipt is nearer


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One change as it came. at: when it was done; received_at: when the house had it; key: the phone's own id."""

    key: str
    to: DoorState
    at: datetime
    received_at: datetime


def when_done(*, phone_at: datetime, phone_now: datetime, received_at: datetime) -> datetime:
    """Return when a change was done, by this house's clock.

    phone_now: what the phone's clock showed when it sent. Only the age of the change is taken from the phone, so a clock
    that is wrong by hours does no harm; an age that is negative or beyond a week counts as none.
    """
    age = phone_now - phone_at
    return received_at - age if timedelta(0) <= age <= OLDEST else received_at


def standing(said: Iterable[Said]) -> Said | None:
    """Return the change that stands: the newest by when it was done; of two at the same moment the later to arrive.

    Neither the order of arrival nor what comes twice makes a difference. None: nothing was said.
    """
    return max(said, key=lambda one: (one.at, one.received_at, one.key), default=None)
