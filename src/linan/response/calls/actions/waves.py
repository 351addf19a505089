"""Silence escalates: to the next wave, and after the last one to a knock at the door."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from linan.ground.people.models import SYSTEM
from linan.response.calls.actions.doors import give_doors
from linan.response.calls.actions.release import leaves_at, tell_all
from linan.response.calls.announcements import CallEscalated
from linan.response.calls.domain.waves import Wave, waves_from
from linan.response.calls.models import Call, CallStatus, Outcome, Recipient
from linan.response.calls.sending import pass_over, wave_statement, ways_of
from linan.response.calls.superiors import stand_ins

BATCH = 5000


def escalate_silence(*, now: datetime) -> int:
    """Pass on everybody whose time to answer is over, each call in a transaction of its own; return how many."""
    silent = Recipient._base_manager.filter(
        outcome=Outcome.WAITING, next_wave_at__lte=now, call__status=CallStatus.CALLING
    )
    calls = silent.order_by("call_id").values_list("call_id", flat=True).distinct()
    return sum(_escalate(call_id, now=now) for call_id in list(calls))


@transaction.atomic
def _escalate(call_id: int, *, now: datetime) -> int:
    """Pass on one batch of a call. A row that is being answered is left alone: its lock is held by the answer."""
    call = Call._base_manager.select_related("org", "incident", "incident__building").get(pk=call_id)
    due = Recipient._base_manager.select_for_update(skip_locked=True, of=("self",)).filter(
        call=call, outcome=Outcome.WAITING, next_wave_at__lte=now
    )
    by_wave: dict[int, list[Recipient]] = defaultdict(list)
    for one in due.order_by("pk")[:BATCH]:
        by_wave[one.wave].append(one)
    for wave, recipients in by_wave.items():
        _pass_on(call, recipients, wave=wave + 1, now=now)
    return sum(map(len, by_wave.values()))


def _pass_on(call: Call, recipients: Sequence[Recipient], *, wave: int, now: datetime) -> None:
    waves = waves_from(call.waves)
    rows = Recipient._base_manager.filter(pk__in=[one.pk for one in recipients])
    if wave >= len(waves):
        rows.update(outcome=Outcome.NOT_REACHED, next_wave_at=None)
        give_doors(call, recipients, now=now)
    else:
        at = leaves_at(call, now=now)
        rows.update(wave=wave, next_wave_at=waves[wave].ends_at(at))
        _send_wave(call, recipients, waves[wave], number=wave, now=now, due_at=at)
        pass_over(call, wave=wave, recipients=[one.pk for one in recipients], now=now)
    event = CallEscalated(call_id=call.pk, wave=wave, recipients=len(recipients))
    tell_all(call, event, org_ids=(), by=SYSTEM, now=now)


def _send_wave(
    call: Call, recipients: Sequence[Recipient], wave: Wave, *, number: int, now: datetime, due_at: datetime
) -> None:
    pairs = stand_ins(recipients, to=wave.to, org=call.org, now=now)
    wave_statement(
        call, ways_of(call.org, wave.channels), pairs=pairs, wave=number, step=wave.to, now=now, due_at=due_at
    )
