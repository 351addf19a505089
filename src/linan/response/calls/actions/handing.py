"""What the sender does with the table: take messages in hand, and write down what became of them."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.db import connection, transaction

from linan.ground.announcements.log import Told, announce_many
from linan.response.calls.announcements import MessagesMoved
from linan.response.calls.channels import IN_APP
from linan.response.calls.domain.letters import Result, Verdict
from linan.response.calls.domain.trying import may_try_again, next_try
from linan.response.calls.models import Call, Message, MessageStatus
from linan.response.calls.superiors import org_ids_of

IN_HAND_FOR = timedelta(seconds=60)  # after that another sender may take them, with the same key

FOR_A_LETTER = (
    "call_id", "recipient__household_id", "recipient__resident__phone_sealed", "recipient__resident__uid", "person__phone",
    "person__email", "person__is_demo", "line_id", "channel", "attempts", "due_at",
)

LANES = """
    select distinct channel, line_id from calls_message
    where status = 'queued' and due_at <= %s and (claimed_until is null or claimed_until < %s)
"""
CLAIM = """
    update calls_message set claimed_until = %(until)s, attempts = attempts + 1
    where id in (
      select m.id from calls_message m join calls_call c on c.id = m.call_id
      where m.status = 'queued' and m.due_at <= %(now)s and (m.claimed_until is null or m.claimed_until < %(now)s)
        and m.channel = %(channel)s and m.line_id is not distinct from %(line)s and c.status = 'calling'
      order by c.level, m.due_at, m.id limit %(most)s for update of m skip locked)
    returning id
"""
SETTLE = """
    update calls_message m set status = done.status, code = done.code, provider_id = done.provider_id, due_at = done.due_at,
      claimed_until = null,
      handed_at = case when done.status = 'handed_over' then %(now)s else m.handed_at end,
      ended_at = case when done.status in ('refused', 'failed', 'withheld') then %(now)s else m.ended_at end
    from unnest(%(ids)s::bigint[], %(statuses)s::text[], %(codes)s::text[], %(provider_ids)s::text[],
      %(due)s::timestamptz[]) as done(id, status, code, provider_id, due_at)
    where m.id = done.id and m.status = 'queued'
    returning m.call_id
"""
# Where the last attempt of a wave has failed, silence has nothing to wait for. A row that is being answered is passed
# over: waiting for it, with messages of it in hand that the answer waits for, would be a deadlock.
GIVE_UP = """
    update calls_recipient set next_wave_at = %(now)s where id in (
      select r.id from calls_recipient r
      where r.outcome = 'waiting' and r.next_wave_at > %(now)s
        and r.id in (select recipient_id from calls_message where id = any(%(ids)s::bigint[]))
        and not exists (select 1 from calls_message m where m.recipient_id = r.id and m.wave = r.wave
          and m.status not in ('refused', 'failed', 'withheld', 'withdrawn'))
      order by r.id for update skip locked)
"""
OVERDUE = """
    update calls_message m set status = 'failed', code = 'dead line', ended_at = %(now)s
    from calls_call c where c.id = m.call_id and m.status = 'queued' and c.dead_line_at < %(now)s
      and (m.claimed_until is null or m.claimed_until < %(now)s)
    returning m.call_id
"""


@dataclass(frozen=True, slots=True)
class Handed:
    """What became of one message. withheld: it never passed the gate."""

    message: Message
    result: Result
    withheld: bool = False


@dataclass(frozen=True, slots=True)
class Lane:
    """Messages of one channel over one line (None: the screens of this house)."""

    channel: str
    line_id: int | None


def lanes_with_work(*, now: datetime) -> list[Lane]:
    """Return the lanes in which messages wait to leave."""
    with connection.cursor() as cursor:
        cursor.execute(LANES, [now, now])
        return [Lane(channel, line_id) for channel, line_id in cursor.fetchall()]


@transaction.atomic
def claim_messages(lane: Lane, *, most: int, now: datetime) -> list[Message]:
    """Take messages of a lane in hand, the most urgent calls first."""
    values: dict[str, Any] = {"now": now, "until": now + IN_HAND_FOR, "channel": lane.channel, "line": lane.line_id, "most": most}
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, values)
        ids = [pk for (pk,) in cursor.fetchall()]
    return _in_order(ids)


def _in_order(ids: Sequence[int]) -> list[Message]:
    """Return the messages with what a letter is made of, each call read once for all of them."""
    rows = Message._base_manager.filter(pk__in=ids).select_related("recipient__resident", "person").only(*FOR_A_LETTER)
    messages = list(rows)
    calls = Call._base_manager.in_bulk({one.call_id for one in messages})
    for one in messages:
        one.call = calls[one.call_id]
    return sorted(messages, key=lambda one: (one.call.level, one.due_at, one.pk))


@transaction.atomic
def settle_messages(handed: Sequence[Handed], *, now: datetime, dice: Random) -> int:
    """Write down what became of messages; what was withdrawn meanwhile stays so. Returns how many moved."""
    rows = [_row(one, now=now, dice=dice) for one in handed]
    columns: list[list[Any]] = [list(column) for column in zip(*rows, strict=True)] if rows else [[], [], [], [], []]
    names = ("ids", "statuses", "codes", "provider_ids", "due")
    moved = _calls_of(SETTLE, dict(zip(names, columns, strict=True)) | {"now": now})
    give_up(columns[0], now=now)
    tell_moved(moved, now=now)
    _ring([one.message for one in handed if one.result.verdict == Verdict.ACCEPTED], now=now)
    return sum(moved.values())


def give_up(message_ids: Sequence[int], *, now: datetime) -> None:
    """Let silence escalate at once where the last message of a wave has come to nothing."""
    with connection.cursor() as cursor:
        cursor.execute(GIVE_UP, {"now": now, "ids": list(message_ids)})


@transaction.atomic
def fail_overdue(*, now: datetime) -> int:
    """Let nothing leave after its dead line: such messages fail. Returns how many."""
    failed = _calls_of(OVERDUE, {"now": now})
    tell_moved(failed, now=now)
    return sum(failed.values())


def _row(one: Handed, *, now: datetime, dice: Random) -> tuple[int, str, str, str, datetime]:
    message, result = one.message, one.result
    if one.withheld:
        return message.pk, MessageStatus.WITHHELD, result.code[:60], "", message.due_at
    if result.verdict == Verdict.ACCEPTED:
        return message.pk, MessageStatus.HANDED_OVER, result.code[:60], result.provider_id[:100], message.due_at
    if result.verdict == Verdict.REFUSED:
        return message.pk, MessageStatus.REFUSED, result.code[:60], "", message.due_at
    return _tried(message, result, now=now, dice=dice)


def _tried(message: Message, result: Result, *, now: datetime, dice: Random) -> tuple[int, str, str, str, datetime]:
    """Try again later, unless it makes no sense any more."""
    again = next_try(tries=message.attempts, after=result.after, now=now, dice=dice)
    dead_line = message.call.dead_line_at or now
    may = may_try_again(tries=message.attempts, at=again, dead_line_at=dead_line)
    return message.pk, MessageStatus.QUEUED if may else MessageStatus.FAILED, result.code[:60], "", again


def _calls_of(statement: str, values: dict[str, Any]) -> dict[int, int]:
    """Run a statement that returns call ids; return {call id: rows}."""
    counted: dict[int, int] = {}
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        for (call_id,) in cursor.fetchall():
            counted[call_id] = counted.get(call_id, 0) + 1
    return counted


def tell_moved(moved: dict[int, int], *, now: datetime) -> None:
    """Announce once for each call how many of its messages moved on. moved: {call id: messages}."""
    told = []
    for call in Call._base_manager.filter(pk__in=list(moved)):
        event = MessagesMoved(call_id=call.pk, messages=moved[call.pk])
        told.append(Told(event=event, org_id=call.org_id, about=[f"call-{call.pk}"], mode=call.mode))
    announce_many(told, by_id=None, now=now)


def _ring(messages: Sequence[Message], *, now: datetime) -> None:
    """Let the screens of those who were called on them just now look again, wherever they hold a role."""
    called: dict[int, set[int]] = defaultdict(set)
    for one in messages:
        if one.channel == IN_APP and one.person_id is not None:
            called[one.call_id].add(one.person_id)
    modes = {one.call_id: one.call.mode for one in messages}
    told = [
        Told(event=MessagesMoved(call_id=call_id, messages=len(people)), org_id=org_id, about=["my-calls"], mode=modes[call_id])
        for call_id, people in called.items()
        for org_id in org_ids_of(people, now=now)
    ]
    announce_many(told, by_id=None, now=now)


@transaction.atomic
def note_shown(messages: Sequence[Message], *, now: datetime) -> None:
    """Note that a screen has shown messages: they are delivered."""
    fresh = [one.pk for one in messages if one.status == MessageStatus.HANDED_OVER]
    rows = Message._base_manager.filter(pk__in=fresh, status=MessageStatus.HANDED_OVER)
    if fresh and rows.update(status=MessageStatus.DELIVERED, delivered_at=now):
        tell_moved(dict(Counter(one.call_id for one in messages if one.pk in fresh)), now=now)
