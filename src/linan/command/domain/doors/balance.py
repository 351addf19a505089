"""Where everybody is: expected = arrived + elsewhere + refused + not reached, each number made of names."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from linan.command.domain.doors.states import SETTLED, DoorState

BETWEEN_NAMES = re.compile(r"[\s、，,;；]+")

class Whereabouts(StrEnum):
    """The four that add up to all who are expected."""

    ARRIVED = "arrived"
    ELSEWHERE = "elsewhere"
    REFUSED = "refused"
    NOT_REACHED = "not_reached"


class Source(StrEnum):
    """Who says so."""

    DOOR = "door"
    SHELTER = "shelter"
    REPLY = "reply"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of one expected person.

    door: the state of the door, or the person's own where somebody gave one, since door_at (None: nobody knocked yet).
    came_at, left_at: at and from a shelter; left_for_known: whether they said where they went, and it was not home.
    safe_at: when an answer said that the person is safe. home_at: when they were seen at home before the danger was over.
    """

    door: DoorState = DoorState.TO_TELL
    door_at: datetime | None = None
    came_at: datetime | None = None
    left_at: datetime | None = None
    left_for_known: bool = False
    safe_at: datetime | None = None
    home_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """Where one person is held to be, and on whose word."""

    whereabouts: Whereabouts
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """The counts. expected is what was counted; the four are counted beside it, never derived from it."""

    expected: int
    arrived: int
    elsewhere: int
    refused: int
    not_reached: int

    @property
    def holds(self) -> bool:
        """Whether the four add up to all who are expected."""
        return self.expected == self.arrived + self.elsewhere + self.refused + self.not_reached


def find(facts: Facts) -> Finding:
    """Return where a person is: by the newest word that settles it, else not reached.

    A word that settles nothing (told, has set out) never unseats one that does; who left the shelter again, or was seen
    at home too early, is to be looked for unless a newer word settles it.
    """
    words = [word for word in _settling_words(facts) if facts.home_at is None or word[0] > facts.home_at]
    if not words:
        return Finding(Whereabouts.NOT_REACHED, Source.DOOR)
    _, whereabouts, source = max(words, key=lambda word: word[0])
    return Finding(whereabouts, source)


def who_came(members: Mapping[int, str], *, away: Collection[int], people: int, names: str) -> frozenset[int]:
    """Return which members of a household stay at a shelter that registered so many people of it.

    members: {id: name}. away: those of whom something else is known for themselves. names: as written down at the desk,
    or empty. Where fewer came than belong to the household, only those who were named count: the others are looked for.
    """
    at_home = [one for one in members if one not in away]
    if people >= len(at_home):
        return frozenset(at_home)
    return frozenset(one for one, name in members.items() if name and name in names)


def stays_by_name(people: Mapping[int, str], strangers: Mapping[int, str]) -> Mapping[int, int]:
    """Return which stay of strangers at a shelter is whose, {person: stay}.

    people: {person in no register: name}. strangers: {stay: the names written down at the desk}. Only a whole name that
    stands there counts, and only where nobody else of the people has it: namesakes are told apart by somebody.
    """
    alike = Counter(people.values())
    where = {name: stay for stay, names in strangers.items() for name in BETWEEN_NAMES.split(names) if name}
    return {person: where[name] for person, name in people.items() if alike[name] == 1 and name in where}


def count(findings: Iterable[Finding], *, expected: int) -> Balance:
    """Return the balance of the findings beside how many were expected."""
    counts = dict.fromkeys(Whereabouts, 0)
    for finding in findings:
        counts[finding.whereabouts] += 1
    return Balance(expected=expected, **{kind.value: number for kind, number in counts.items()})


def _settling_words(facts: Facts) -> list[tuple[datetime, Whereabouts, Source]]:
    words: list[tuple[datetime, Whereabouts, Source]] = []
    if facts.door in SETTLED and facts.door_at:
        words.append((facts.door_at, Whereabouts(facts.door), Source.DOOR))
    if facts.came_at and not _has_left(facts):
        words.append((facts.came_at, Whereabouts.ARRIVED, Source.SHELTER))
    if facts.safe_at:
        words.append((facts.safe_at, Whereabouts.ELSEWHERE, Source.REPLY))
    if facts.left_at and _has_left(facts):
        words = [word for word in words if word[0] > facts.left_at]
        if facts.left_for_known:
            words.append((facts.left_at, Whereabouts.ELSEWHERE, Source.SHELTER))
    return words


def _has_left(facts: Facts) -> bool:
    return facts.came_at is not None and facts.left_at is not None and facts.left_at >= facts.came_at
