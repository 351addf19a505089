"""What the pages of calls show, gathered in few queries."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Max
from django.utils.translation import gettext

from linan.ground.access.scopes import everywhere
from linan.ground.orgs.models import Org
from linan.ground.people.models import Person
from linan.ground.refusals import NotFound
from linan.registry.models import Building
from linan.response.calls.actions.release import needs_second_person, rules
from linan.response.calls.audience import Count, count
from linan.response.calls.channels import channel_kinds
from linan.response.calls.domain.audience import Audience
from linan.response.calls.domain.letters import Reach
from linan.response.calls.domain.texts import four_lengths
from linan.response.calls.domain.waves import Wave, waves_from
from linan.response.calls.duty import on_duty
from linan.response.calls.links import Bearer
from linan.response.calls.models import Call, CallStatus, Line, Message, MessageStatus, Outcome, Recipient
from linan.response.calls.queries import Coverage, coverage_of, messages_by_channel
from linan.response.calls.sending import ways_of
from linan.response.models import Incident

OUTCOME_TONES = {
    Outcome.WAITING: "yellow", Outcome.ACTED: "green", Outcome.REFUSED: "orange", Outcome.NOT_REACHED: "red",
    Outcome.TOLD: "green", Outcome.WITHDRAWN: "grey",
}
MESSAGE_TONES = {
    MessageStatus.QUEUED: "grey", MessageStatus.HANDED_OVER: "blue", MessageStatus.DELIVERED: "blue",
    MessageStatus.READ: "yellow", MessageStatus.ACTED: "green", MessageStatus.REFUSED: "red", MessageStatus.FAILED: "red",
    MessageStatus.WITHHELD: "grey", MessageStatus.WITHDRAWN: "grey",
}
LEVEL_TONES = {1: "red", 2: "orange", 3: "yellow", 4: "blue"}
RANK = [
    Outcome.NOT_REACHED, Outcome.REFUSED, Outcome.WAITING, Outcome.WITHDRAWN, Outcome.TOLD, Outcome.ACTED,
]
MOST_PEOPLE = 300


@dataclass(frozen=True, slots=True)
class WaveLine:
    """A wave as the review shows it. channels: that have a way out; missing: that have none."""

    wave: Wave
    channels: Sequence[str]
    missing: Sequence[str]

    @property
    def wait_min(self) -> float:
        """Minutes until silence escalates."""
        return round(self.wave.wait_s / 60, 1)


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """All that the page before sending shows."""

    call: Call
    count: Count
    buildings: Sequence[Building]
    people: Sequence[Person]
    waves: Sequence[WaveLine]
    needs_second: bool
    is_own: bool
    is_test: bool
    duty_elsewhere: bool

    @property
    def unreachable(self) -> int:
        """People without any phone or account: they are reached with their household, or at the door."""
        return self.count.people - max(self.count.by_reach.get(Reach.PHONE, 0), self.count.accounts)

    @property
    def tone(self) -> str:
        """Colour of the level."""
        return LEVEL_TONES[self.call.level]


def review_page(call: Call, *, by: Person, now: datetime) -> ReviewPage:
    """Return what a call would do if it went out now."""
    audience = Audience.from_json(call.audience)
    counted = count(audience, org=call.org, now=now)
    duty = on_duty(call.org, now=now) if audience.on_duty else None
    return ReviewPage(
        call=call, count=counted, buildings=list(Building.objects.filter(pk__in=audience.buildings)),
        people=list(Person.objects.filter(pk__in=audience.people)), waves=_wave_lines(call),
        needs_second=needs_second_person(call, people=counted.people),
        is_own=by.pk in (call.drafted_by_id, call.submitted_by_id), is_test=rules().is_test,
        duty_elsewhere=duty is not None and duty.org_id != call.org_id,
    )


def _wave_lines(call: Call) -> list[WaveLine]:
    lines = []
    for wave in waves_from(call.waves):
        there = {way.channel for way in ways_of(call.org, wave.channels)}
        lines.append(WaveLine(
            wave=wave, channels=[title_of(one) for one in wave.channels if one in there],
            missing=[title_of(one) for one in wave.channels if one not in there],
        ))
    return lines


def title_of(channel: str) -> str:
    """Return how people call a channel."""
    kind = channel_kinds().get(channel)
    return gettext(kind.TITLE) if kind else channel


@dataclass(frozen=True, slots=True)
class Door:
    """A household on the board: staircase and door, what became of it, and who knocks there (may be empty)."""

    household: str
    outcome: Outcome
    helper: str

    @property
    def tone(self) -> str:
        """Colour of the outcome."""
        return OUTCOME_TONES[self.outcome]


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A person with an account on the board, with the messages about them."""

    recipient: Recipient
    messages: Sequence[tuple[Message, str, str]]

    @property
    def tone(self) -> str:
        """Colour of the outcome."""
        return OUTCOME_TONES[Outcome(self.recipient.outcome)]


@dataclass(frozen=True, slots=True)
class BoardPage:
    """All that the board of a call shows."""

    call: Call
    coverage: Coverage
    people: Sequence[PersonLine]
    buildings: Sequence[tuple[str, Sequence[Door]]]
    channels: Sequence[tuple[str, Sequence[tuple[str, str, int]]]]
    asking_for_help: Sequence[Recipient]
    hidden_people: int

    @property
    def tone(self) -> str:
        """Colour of the level."""
        return LEVEL_TONES[self.call.level]

    @property
    def open_doors(self) -> list[tuple[str, list[Door]]]:
        """The doors behind which nobody was reached, by building."""
        not_yet = (Outcome.NOT_REACHED, Outcome.WAITING)
        found = [(building, [door for door in doors if door.outcome in not_yet]) for building, doors in self.buildings]
        return [(building, doors) for building, doors in found if doors]


def board_page(call: Call) -> BoardPage:
    """Return what the board of a call shows."""
    people = Recipient.objects.filter(call=call, person__isnull=False).select_related("person", "helper", "answered_by")
    shown = sorted(people[:MOST_PEOPLE], key=lambda one: (RANK.index(Outcome(one.outcome)), one.pk))
    return BoardPage(
        call=call, coverage=coverage_of(call.pk), people=_person_lines(call, shown), buildings=_doors_by_building(call),
        channels=_channel_lines(call), asking_for_help=_asking_for_help(call), hidden_people=max(0, people.count() - MOST_PEOPLE),
    )


def _person_lines(call: Call, recipients: Sequence[Recipient]) -> list[PersonLine]:
    by_recipient: dict[int | None, list[tuple[Message, str, str]]] = defaultdict(list)
    rows = Message.objects.filter(call=call, recipient__in=recipients).select_related("person").order_by("wave", "pk")
    for row in rows:
        by_recipient[row.recipient_id].append((row, title_of(row.channel), MESSAGE_TONES[MessageStatus(row.status)]))
    return [PersonLine(recipient=one, messages=by_recipient[one.pk]) for one in recipients]


def _doors_by_building(call: Call) -> list[tuple[str, list[Door]]]:
    """Return building name and doors, one row of the database for each household, however many live there."""
    rows = Recipient.objects.filter(call=call, household__isnull=False).order_by(
        "household__building__name", "household__unit", "household__floor", "household__door", "household_id"
    )
    columns = ("household__building__name", "household__unit", "household__floor", "household__door", "household_id")
    found = rows.values_list(*columns).annotate(outcomes=ArrayAgg("outcome", distinct=True), knocks=Max("helper__full_name"))
    by_building: dict[str, list[Door]] = defaultdict(list)
    for building, unit, _floor, door, _pk, outcomes, helper in found:
        by_building[building].append(Door(f"{unit}-{door}", _of_household(outcomes), helper or ""))
    return list(by_building.items())


def _of_household(outcomes: Iterable[str]) -> Outcome:
    """A household is reached by its first answer; until then its worst outcome stands for it."""
    known = {Outcome(one) for one in outcomes}
    for answered in (Outcome.ACTED, Outcome.TOLD):
        if answered in known:
            return answered
    return min(known, key=RANK.index)


def _asking_for_help(call: Call) -> list[Recipient]:
    rows = Recipient.objects.filter(call=call, needs_help=True).select_related("person", "household__building")
    return list(rows.order_by("answered_at"))


def _channel_lines(call: Call) -> list[tuple[str, list[tuple[str, str, int]]]]:
    found: dict[str, list[tuple[str, str, int]]] = defaultdict(list)
    for channel, status, number in messages_by_channel(call.pk):
        known = MessageStatus(status)
        found[title_of(channel)].append((str(known.label), MESSAGE_TONES[known], number))
    return list(found.items())


@dataclass(frozen=True, slots=True)
class AnswerPage:
    """What the one who is called sees. in_place_of: whose place the bearer answers in, empty for their own."""

    call: Call
    recipient: Recipient
    in_place_of: str

    @property
    def is_open(self) -> bool:
        """Whether an answer is still waited for."""
        return self.recipient.outcome in (Outcome.WAITING, Outcome.NOT_REACHED) and self.call.status == CallStatus.CALLING

    @property
    def tone(self) -> str:
        """Colour of the level."""
        return LEVEL_TONES[self.call.level]


def answer_page(bearer: Bearer) -> AnswerPage:
    """Return the call of a signed link; the link is the right to see it. Raises: NotFound."""
    with everywhere():
        rows = Recipient.objects.select_related("call", "call__org", "person", "household__building", "answered_by")
        recipient = rows.filter(pk=bearer.recipient_id).first()
    if recipient is None:
        raise NotFound
    is_own = bearer.person_id == recipient.person_id
    return AnswerPage(
        call=recipient.call, recipient=recipient, in_place_of="" if is_own or not recipient.person else str(recipient.person)
    )


def first_words(incident: Incident, org: Org) -> dict[str, Any]:
    """Return the first draft of a call for an incident: its place, its kind, the building it is in."""
    place = incident.building.name if incident.building else incident.place
    wanted = gettext("Leave the building at once, use the stairs")
    texts = four_lengths(place=place, happening=incident.title, wanted=wanted, signed=org.name)
    return {
        "title": incident.title[:60], "level": 1, "wanted": wanted, "short_text": texts.short, "spoken_text": texts.spoken,
        "poster_text": texts.poster, "door_text": texts.door, "on_duty": True,
        "buildings": [incident.building_id] if incident.building_id else [],
    }


@dataclass(frozen=True, slots=True)
class LinesPage:
    """The lines in sight, and the kinds of which there is none."""

    lines: Sequence[tuple[Line, str, str]]
    missing: Sequence[tuple[str, str]]


def lines_page() -> LinesPage:
    """Return the lines with the address for their receipts, and the channels that could be set up."""
    rows = list(Line.objects.select_related("org"))
    have = {row.kind for row in rows}
    asking = [name for name, kind in channel_kinds().items() if kind.ASKS]
    return LinesPage(
        lines=[(row, title_of(row.kind), _receipt_address(row)) for row in rows],
        missing=[(name, title_of(name)) for name in asking if name not in have],
    )


def _receipt_address(line: Line) -> str:
    """Return where the provider sends receipts, without the token; empty where the channel has none."""
    if not hasattr(channel_kinds()[line.kind], "read_receipts"):
        return ""
    return f"{settings.PUBLIC_URL.rstrip('/')}/calls/receipts/{line.uid}/"
