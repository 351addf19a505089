"""What is asked of the assignment, and what it answers."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """Something that can be sent: a team, a vehicle, a stock.

    gives: skills, vehicle kind or item. amount: people, 1, or pieces. is_whole: goes to one want entirely (a team), or
    may be shared out (a stock). held_back: why it cannot go now ("" when it is ready).
    """

    key: str
    name: str
    gives: frozenset[str]
    amount: int
    is_whole: bool = True
    held_back: str = ""


@dataclass(frozen=True, slots=True)
class Want:
    """What is needed at a place. urgency: 1 (most urgent) to 3.

    within_s: seconds from now, negative once the hour has passed, None when none is set.
    """

    key: str
    name: str
    wants: str
    amount: int
    urgency: int = 2
    within_s: int | None = None


@dataclass(frozen=True, slots=True)
class Pin:
    """A choice made by hand: this source goes to this want, or stays where it is (want: None)."""

    source: str
    want: str | None


@dataclass(frozen=True, slots=True)
class Question:
    """Sources, wants, and after how many seconds a source would be there; pairs without a way are absent.

    pins: choices that stand. kept: pairs of the last answer, kept where nothing is lost by it.
    """

    sources: tuple[Source, ...]
    wants: tuple[Want, ...]
    arrives_s: Mapping[tuple[str, str], int]
    pins: tuple[Pin, ...] = ()
    kept: frozenset[tuple[str, str]] = frozenset()

    def may_go(self, source: Source, want: Want) -> bool:
        """Return whether the source has what is wanted, is ready, and a way leads there."""
        return want.wants in source.gives and not source.held_back and (source.key, want.key) in self.arrives_s

    def is_late(self, source: Source, want: Want) -> bool:
        """Return whether the source would arrive after the hour set."""
        return want.within_s is not None and self.arrives_s[source.key, want.key] > want.within_s


@dataclass(frozen=True, slots=True)
class Allotment:
    """A source that goes to a want. amount: what it brings there."""

    source: str
    want: str
    amount: int
    arrives_s: int
    is_late: bool


@dataclass(frozen=True, slots=True)
class Shortfall:
    """What a want does not get: missing: never; late: after its hour."""

    want: str
    missing: int
    late: int


@dataclass(frozen=True, slots=True)
class Answer:
    """Who goes where, and what stays open. is_proved: nothing better exists."""

    allotments: tuple[Allotment, ...]
    shortfalls: tuple[Shortfall, ...]
    is_proved: bool

    def pairs(self) -> frozenset[tuple[str, str]]:
        """Return (source, want) of everything that goes."""
        return frozenset((one.source, one.want) for one in self.allotments)

    def missing(self) -> int:
        """Return how much is missing altogether."""
        return sum(one.missing for one in self.shortfalls)

    def seconds(self) -> int:
        """Return the travel of all that goes, added up."""
        return sum(one.arrives_s for one in self.allotments)


@dataclass(frozen=True, slots=True)
class WantChange:
    """What a want gets less of than before: missing more, or late more; a gain is negative."""

    want: str
    missing: int
    late: int


@dataclass(frozen=True, slots=True)
class Cost:
    """What a change costs against the answer before it. seconds: more on the road in all; less is negative.

    moved: sources that go elsewhere than before because of it.
    """

    wants: tuple[WantChange, ...]
    seconds: int
    moved: tuple[str, ...]


def cost_of(before: Answer, after: Answer, *, changed: str) -> Cost:
    """Return the cost of a change of one source. changed: its key, which is not counted among the moved."""
    moved = {source for source, _ in before.pairs() ^ after.pairs()} - {changed}
    return Cost(_want_changes(before, after), after.seconds() - before.seconds(), tuple(sorted(moved)))


def _want_changes(before: Answer, after: Answer) -> tuple[WantChange, ...]:
    nothing = (0, 0)
    old = {one.want: (one.missing, one.late) for one in before.shortfalls}
    new = {one.want: (one.missing, one.late) for one in after.shortfalls}
    changes = [
        WantChange(want, new.get(want, nothing)[0] - old.get(want, nothing)[0], new.get(want, nothing)[1] - old.get(want, nothing)[1])
        for want in sorted(old.keys() | new.keys())
    ]
    return tuple(one for one in changes if one.missing or one.late)
