"""The ways of one helper: to whom, when, to which shelter, back again, and for whom they come too late."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from linan.command.domain.evacuation.walking import FREE_SPEED_MS


@dataclass(frozen=True, slots=True)
class Trip:
    """A household to be brought. key: of its order; leaves_s, arrives_s: as ordered, after the beginning; length_m: of the way."""

    key: int
    leaves_s: int
    arrives_s: int
    length_m: int

    @property
    def back_s(self) -> float:
        """How long the helper walks back alone, in seconds, at the free speed of an adult (Weidmann 1993)."""
        return self.length_m / FREE_SPEED_MS


@dataclass(frozen=True, slots=True)
class TimedTrip:
    """A trip as the helper can make it. sets_out_s, in_s: seconds after the beginning; late_s: after what was ordered."""

    trip: Trip
    sets_out_s: float
    in_s: float

    @property
    def late_s(self) -> float:
        """How long the household waits for its helper."""
        return self.sets_out_s - self.trip.leaves_s


def timed(trips: Iterable[Trip]) -> list[TimedTrip]:
    """Return the trips of one helper in the order of their departure: back the same way after each, then the next."""
    found: list[TimedTrip] = []
    free_s = 0.0
    for trip in sorted(trips, key=lambda one: (one.leaves_s, one.key)):
        sets_out = max(float(trip.leaves_s), free_s)
        in_s = sets_out + trip.arrives_s - trip.leaves_s
        found.append(TimedTrip(trip, sets_out, in_s))
        free_s = in_s + trip.back_s
    return found


def helpers_needed(trips: Sequence[Trip]) -> int:
    """Return how many helpers it takes so that nobody waits: the most trips under way at one moment, way back included."""
    changes = [(one.leaves_s, 1) for one in trips] + [(one.arrives_s + one.back_s, -1) for one in trips]
    most = under_way = 0
    for _, change in sorted(changes):
        under_way += change
        most = max(most, under_way)
    return most


@dataclass(frozen=True, slots=True)
class Effect:
    """What it means that a helper takes one household more.

    sets_out_s, late_s: of that household, as in TimedTrip. later: how many of the helper's other households would wait
    and do not wait now; in_s: when the last of all of them is in.
    """

    sets_out_s: float
    late_s: float
    later: int
    in_s: float


def effect_of(trips: Sequence[Trip], more: Trip) -> Effect:
    """Return what happens when the helper of these trips takes one more; one who has it already is not counted twice."""
    others = [one for one in trips if one.key != more.key]
    before = {each.trip.key for each in timed(others) if each.late_s > 0}
    way = timed([*others, more])
    late = {each.trip.key for each in way if each.late_s > 0} - {more.key}
    own = next(each for each in way if each.trip.key == more.key)
    return Effect(own.sets_out_s, own.late_s, len(late - before), way[-1].in_s)
