"""Grouping of the alarms on the desk into few cards: what has one place and one cause is read as one."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache, lru_cache
from typing import NamedTuple

from linan.ground.text import Sentence, noop, say

AT_MOST = 10
WORST, GRAVE = 1, 2  # severities: critical, and the lesser one that still counts as grave
SILENCE = "silence"
FIRE = "fire"
CLASSES = ("fire", "grave", "lesser")  # part of every key, so that a card holds what its step made it hold
# What speaks of fire by itself, and what does so where its alarm is critical (smoke, heat, carbon monoxide).
SPEAKS_OF_FIRE = frozenset({"fire", "smoke_alarm", "smoke_seen", "manual_alarm", "call_point"})
FIRE_WHEN_CRITICAL = frozenset({"smoke", "temperature", "co", "surface_temperature"})
FLAPS_FROM = 3
LEADS = 3  # sensors named on a card
CACHED = 20_000  # seats


class Fold(StrEnum):
    """Why alarms stand on one card."""

    ALONE = "alone"
    FLAPPING = "flapping"
    GATEWAY = "gateway"
    PLACE = "place"
    AREA = "area"
    CAUSE = "cause"
    SEVERITY = "severity"
    REST = "rest"


REASONS: Mapping[Fold, str] = {
    Fold.ALONE: noop("One alarm."),
    Fold.FLAPPING: noop("The same sensor came and went %(alarms)d times."),
    Fold.GATEWAY: noop("What they report through is silent: look there first."),
    Fold.PLACE: noop("%(sensors)d sensors in one place report the same."),
    Fold.AREA: noop("%(sensors)d sensors in %(buildings)d places of one community report the same."),
    Fold.CAUSE: noop("%(sensors)d sensors in %(buildings)d places report the same."),
    Fold.SEVERITY: noop("Too much at once: %(alarms)d alarms of the same severity on one card."),
    Fold.REST: noop("Too much at once: %(alarms)d lesser alarms on one card."),
}


class Waiting(NamedTuple):
    """An alarm on the desk. severity: 1 worst … 4; kind: of its condition; raised_s: seconds since 1970."""

    pk: int
    is_going_on: bool
    is_taken: bool
    severity: int
    kind: str
    quantity: str
    condition_id: int
    series_id: int
    device_id: int
    building_id: int | None
    org_id: int
    raised_s: float


class Seat(NamedTuple):
    """What decides on which card an alarm can stand."""

    is_going_on: bool
    cause: str
    severity: int
    place: str
    org_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """Alarms that are read as one, the most urgent first.

    untaken: how many nobody has acknowledged. comings: how often the sensor that came and went most did so.
    leads: {alarm: how often its sensor came} of the first few sensors. places: {building or None: its alarms}.
    """

    key: str
    fold: Fold
    cause: str
    is_fire: bool
    is_going_on: bool
    severity: int
    alarm_ids: tuple[int, ...]
    untaken: int
    sensors: int
    comings: int
    leads: Mapping[int, int]
    places: Mapping[int | None, int]
    org_id: int
    first_at: datetime
    last_at: datetime

    @property
    def reason(self) -> Sentence:
        """Why these alarms stand together."""
        return say(
            REASONS[self.fold], alarms=len(self.alarm_ids), sensors=self.sensors, buildings=len(self.places)
        )

    @property
    def is_flapping(self) -> bool:
        """Whether a sensor comes and goes."""
        return self.comings >= FLAPS_FROM


# How far (fire, grave alarms, lesser ones) are gathered, from not at all to the utmost; the first that gives few enough
# cards is taken. 0: by place, 1: by community, 2: by cause, 3: by severity, 4: all. Lesser alarms give way first, and
# fire last: it is never on a card with anything else. The last step makes four cards of each half of the desk.
STEPS = (
    (0, 0, 0), (0, 0, 1), (0, 0, 2), (0, 0, 3), (0, 0, 4), (0, 1, 4), (0, 2, 4), (0, 3, 4), (0, 4, 4),
    (1, 2, 4), (1, 3, 4), (1, 4, 4), (2, 3, 4),
)


def group_alarms(
    alarms: Sequence[Waiting], *, silent_gateways: Mapping[int, str], at_most: int = AT_MOST
) -> list[Card]:
    """Return cards on which each alarm stands exactly once, the most urgent card first.

    alarms: the most urgent first. silent_gateways: {device: key of the silent gateway that it is or reports through}.
    at_most: of the cards; eight or more can always be kept to.
    """
    seats: defaultdict[Seat, list[int]] = defaultdict(list)
    for number, one in enumerate(alarms):
        seats[_seat_of(one, silent_gateways)].append(number)
    gathered = _gather(list(seats), at_most)
    return sorted((_card(key, some, seats, alarms) for key, some in gathered.items()), key=_urgency)


def members_of(
    key: str, alarms: Sequence[Waiting], *, silent_gateways: Mapping[int, str]
) -> list[Waiting]:
    """Return the alarms that stand on a card, or would if it were still made."""
    belongs = cache(lambda seat: key in _ladder(seat))
    return [one for one in alarms if belongs(_seat_of(one, silent_gateways))]


def card_of(key: str, alarms: Sequence[Waiting], *, silent_gateways: Mapping[int, str]) -> Card | None:
    """Return one card with all its alarms; None where none of them is left."""
    members = members_of(key, alarms, silent_gateways=silent_gateways)
    seats: defaultdict[Seat, list[int]] = defaultdict(list)
    for number, one in enumerate(members):
        seats[_seat_of(one, silent_gateways)].append(number)
    return _card(key, list(seats), seats, members) if members else None


@cache
def cause_of(kind: str, quantity: str, severity: int) -> str:
    """Return what an alarm speaks of: fire, silence, or its quantity."""
    if kind == SILENCE:
        return SILENCE
    if quantity in SPEAKS_OF_FIRE or (quantity in FIRE_WHEN_CRITICAL and severity == WORST):
        return FIRE
    return f"q-{quantity}"


def _seat_of(one: Waiting, silent_gateways: Mapping[int, str]) -> Seat:
    cause = cause_of(one.kind, one.quantity, one.severity)
    return Seat(one.is_going_on, cause, one.severity, _place_of(one, cause, silent_gateways), one.org_id)


def _place_of(one: Waiting, cause: str, silent_gateways: Mapping[int, str]) -> str:
    if cause == SILENCE and one.device_id in silent_gateways:
        return f"g{silent_gateways[one.device_id]}"
    return f"d{one.device_id}" if one.building_id is None else f"b{one.building_id}"


@lru_cache(maxsize=CACHED)
def _ladder(seat: Seat) -> tuple[str, ...]:
    """Return the keys of the cards on which the seat can stand, from the narrowest to the widest."""
    half = f"{'on' if seat.is_going_on else 'new'}.{CLASSES[_class_of(seat)]}"
    cause = f"{half}.{seat.cause}"
    narrow = (f"{cause}.{seat.place}", f"{cause}.o{seat.org_id}", cause)
    return narrow if seat.cause == FIRE else (*narrow, f"{half}.s{seat.severity}", f"{half}.rest")


@lru_cache(maxsize=CACHED)
def _class_of(seat: Seat) -> int:
    """Return which number of a step holds for the seat."""
    if seat.cause == FIRE:
        return 0
    return 1 if seat.severity <= GRAVE and seat.cause != SILENCE else 2


def _gather(seats: Sequence[Seat], at_most: int) -> dict[str, list[Seat]]:
    classed = [(_ladder(seat), _class_of(seat), seat) for seat in seats]
    step = next((one for one in STEPS if _is_few(classed, one, at_most)), STEPS[-1])
    cards: dict[str, list[Seat]] = {}
    for ladder, number, seat in classed:
        cards.setdefault(ladder[step[number]], []).append(seat)
    return cards


def _is_few(classed: Sequence[tuple[tuple[str, ...], int, Seat]], step: Sequence[int], at_most: int) -> bool:
    """Return whether a step gives few enough cards; looks no further than to the first one too many."""
    keys: set[str] = set()
    for ladder, number, _ in classed:
        keys.add(ladder[step[number]])
        if len(keys) > at_most:
            return False
    return True


def _card(key: str, on_it: Sequence[Seat], seats: Mapping[Seat, list[int]], alarms: Sequence[Waiting]) -> Card:
    rows = [alarms[number] for number in sorted(_numbers(on_it, seats))]
    lines = Counter((one.series_id, one.condition_id) for one in rows)
    moments = [one.raised_s for one in rows]
    return Card(
        key=key, fold=_fold(key, on_it[0], rows, lines), cause=on_it[0].cause, is_fire=on_it[0].cause == FIRE,
        is_going_on=on_it[0].is_going_on, severity=min(seat.severity for seat in on_it),
        alarm_ids=tuple(one.pk for one in rows), untaken=sum(not one.is_taken for one in rows),
        sensors=len({series for series, _ in lines}), comings=max(lines.values()), leads=_leads(rows, lines),
        places=Counter(one.building_id for one in rows), org_id=on_it[0].org_id, first_at=datetime.fromtimestamp(min(moments), UTC),
        last_at=datetime.fromtimestamp(max(moments), UTC),
    )


def _leads(rows: Sequence[Waiting], lines: Mapping[tuple[int, int], int]) -> dict[int, int]:
    """Return the first alarm of each of the first few lines, with how many alarms the line holds."""
    first: dict[tuple[int, int], int] = {}
    for one in rows:
        first.setdefault((one.series_id, one.condition_id), one.pk)
        if len(first) == LEADS:
            break
    return {pk: lines[line] for line, pk in first.items()}


def _numbers(on_it: Sequence[Seat], seats: Mapping[Seat, list[int]]) -> Iterator[int]:
    for seat in on_it:
        yield from seats[seat]


def _fold(key: str, seat: Seat, rows: Sequence[Waiting], lines: Mapping[tuple[int, int], int]) -> Fold:
    if len(rows) == 1:
        return Fold.ALONE
    if len(lines) == 1:
        return Fold.FLAPPING
    step = _ladder(seat).index(key)
    if step == 0 and seat.place.startswith("g"):
        return Fold.GATEWAY
    return (Fold.PLACE, Fold.AREA, Fold.CAUSE, Fold.SEVERITY, Fold.REST)[step]


def _urgency(card: Card) -> tuple[bool, bool, bool, int, datetime, str]:
    """Sort key: what nobody has taken before what somebody verifies before what goes on, fire first in each."""
    return card.is_going_on, card.untaken == 0, not card.is_fire, card.severity, card.first_at, card.key
