"""Reads of calls that two places need."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Count, Q, QuerySet

from linan.ground.access.scopes import everywhere
from linan.response.calls.models import Call, CallStatus, Message, MessageStatus, Outcome, Recipient

REACHED_OUTCOMES = (Outcome.ACTED, Outcome.REFUSED, Outcome.TOLD)
OPEN_OUTCOMES = (Outcome.WAITING, Outcome.NOT_REACHED)

# Each recipient once, by what is known for certain: an answer, else the best of the messages.
COVERAGE = """
    with best as (
      select r.id, r.household_id, r.outcome,
        bool_or(m.status in ('delivered', 'read', 'acted')) as arrived, bool_or(m.status = 'read') as was_read,
        bool_or(m.status in ('queued', 'handed_over')) as on_its_way
      from calls_recipient r left join calls_message m on m.recipient_id = r.id
      where r.call_id = %s group by r.id)
    select count(*), count(distinct household_id),
      count(*) filter (where outcome in ('acted', 'refused', 'told') or arrived),
      count(distinct household_id) filter (where outcome in ('acted', 'refused', 'told') or arrived),
      count(*) filter (where outcome in ('acted', 'told')),
      count(distinct household_id) filter (where outcome in ('acted', 'told')),
      count(*) filter (where outcome not in ('acted', 'refused', 'told') and was_read),
      count(*) filter (where outcome = 'waiting' and on_its_way and not coalesce(arrived, false)),
      count(*) filter (where outcome = 'refused'),
      count(*) filter (where outcome = 'not_reached')
    from best
"""


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far a call came. reached: a message arrived, or they were told; acted: they answered that they act.

    What was only handed over has reached nobody.
    """

    people: int
    households: int
    people_reached: int
    households_reached: int
    people_acted: int
    households_acted: int
    read_only: int
    on_its_way: int
    refused: int
    not_reached: int

    @property
    def people_percent(self) -> int | None:
        """Share of the people reached, rounded down; None for nobody."""
        return _percent(self.people_reached, self.people)

    @property
    def households_percent(self) -> int | None:
        """Share of the households reached, rounded down; None where no household was called."""
        return _percent(self.households_reached, self.households)

    @property
    def acted_percent(self) -> int | None:
        """Share of the people who act, rounded down; None for nobody."""
        return _percent(self.people_acted, self.people)


def coverage_of(call_id: int) -> Coverage:
    """Return how many people and households a call has reached."""
    with connection.cursor() as cursor:
        cursor.execute(COVERAGE, [call_id])
        return Coverage(*(cursor.fetchone() or (0,) * 10))


def calls_for_list() -> QuerySet[Call]:
    """Return the calls in sight, those that wait for somebody first, then the newest."""
    rows = Call.objects.select_related("org", "incident", "drafted_by").annotate(
        answered=Count("recipients", filter=Q(recipients__outcome__in=REACHED_OUTCOMES))
    )
    return rows.order_by("-drafted_at")


def awaiting_approval() -> QuerySet[Call]:
    """Return the calls in sight that wait for a second person, the most urgent first."""
    rows = Call.objects.filter(status=CallStatus.AWAITING).select_related("org", "drafted_by", "submitted_by")
    return rows.order_by("level", "submitted_at")


def messages_for(person_id: int) -> list[Message]:
    """Return what a person is called to and has not answered, the most urgent first.

    Looks everywhere: a message to a person is the person's own, wherever the call was made.
    """
    with everywhere():
        rows = Message.objects.filter(
            person_id=person_id, channel="in_app", call__status=CallStatus.CALLING, recipient__outcome__in=OPEN_OUTCOMES,
            status__in=[MessageStatus.HANDED_OVER, MessageStatus.DELIVERED, MessageStatus.READ],
        )
        return list(rows.select_related("call", "call__org", "recipient").order_by("call__level", "pk"))


def doors_of(person_id: int) -> list[Recipient]:
    """Return the doors a person has yet to knock at: one recipient for each household, by building and staircase."""
    with everywhere():
        rows = Recipient.objects.filter(
            helper_id=person_id, outcome__in=OPEN_OUTCOMES, call__status=CallStatus.CALLING
        ).select_related("call", "household__building")
        ordered = rows.order_by(
            "call__level", "household__building", "household__unit", "household__floor", "household__door", "pk"
        )
        return _one_per_household(ordered)


def _one_per_household(rows: QuerySet[Recipient]) -> list[Recipient]:
    doors: dict[tuple[int, int | None], Recipient] = {}
    for row in rows:
        doors.setdefault((row.call_id, row.household_id), row)
    return list(doors.values())


def _percent(part: int, whole: int) -> int | None:
    return part * 100 // whole if whole else None


def messages_by_channel(call_id: int) -> Sequence[tuple[str, str, int]]:
    """Return channel, status and number of the messages of a call."""
    rows = Message.objects.filter(call_id=call_id).order_by("channel", "status").values_list("channel", "status")
    return list(rows.annotate(Count("pk")))
