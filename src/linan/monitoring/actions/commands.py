"""Commands to devices."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from linan.ground.announcements.log import announce
from linan.ground.database.storable import storable, storable_json
from linan.ground.moves import move
from linan.ground.people.models import Actor, Person
from linan.ground.refusals import Refused
from linan.ground.text import noop
from linan.monitoring.announcements import CommandMoved, CommandOrdered
from linan.monitoring.gateways._commands import Answered, Order
from linan.monitoring.models import CommandStatus, Device, DeviceCommand

VALID_FOR = timedelta(minutes=2)  # a siren that sounds an hour later does harm
UNDER_WAY = (CommandStatus.QUEUED, CommandStatus.SENT)


class ReasonWanted(Refused):
    """A command is given only with a reason."""

    code = "reason_wanted"
    msgid = noop("Say why: whoever hears the siren or stands without gas will ask.")


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandSpec:
    """What a device is to do: method and params as ThingsBoard's calls carry them."""

    method: str
    params: Mapping[str, Any]
    reason: str


@transaction.atomic
def order_command(spec: CommandSpec, *, device: Device, by: Person, now: datetime) -> DeviceCommand:
    """Queue a command; a gateway that reaches the device sends it. Raises: ReasonWanted."""
    reason = storable(spec.reason.strip())[:200]
    if not reason:
        raise ReasonWanted(field="reason")
    row = DeviceCommand.objects.create(
        device=device, method=spec.method, params=storable_json(dict(spec.params)), reason=reason, ordered_by=by,
        ordered_at=now, expires_at=now + VALID_FOR,
    )
    event = CommandOrdered(command_id=row.pk, device_id=device.pk, method=spec.method)
    announce(event, by_id=by.pk, org_id=device.org_id, about=_about(row), now=now)
    return row


@transaction.atomic
def cancel_command(command_id: int, *, by: Person, now: datetime) -> DeviceCommand:
    """Take back a command that was not sent yet. Raises: NotFound, MoveNotAllowed, MovedMeanwhile."""
    return _move(command_id, CommandStatus.CANCELLED, by=by, now=now)


@transaction.atomic
def claim_orders(reachable: frozenset[int], *, now: datetime) -> list[Order]:
    """Mark the waiting commands of devices that can be reached (by id) as sent, and return them.

    Marked before they are sent: a command may be lost with a connection and then expires, but never runs twice.
    """
    waiting = DeviceCommand.objects.filter(status=CommandStatus.QUEUED, expires_at__gt=now).order_by("pk")
    rows = list(waiting.select_for_update(of=("self",), skip_locked=True)[:1_000]) if reachable else []
    return [_sent(row, now=now) for row in rows if row.device_id in reachable]


@transaction.atomic
def note_answers(answers: Iterable[Answered], *, now: datetime) -> None:
    """Store what devices answered; an answer to nothing, or of another device, changes nothing."""
    for one in answers:
        status = DeviceCommand.objects.filter(pk=one.command_id, device_id=one.device_id).values_list("status", flat=True)
        to = CommandStatus.REFUSED if _is_refusal(one.answer) else CommandStatus.CONFIRMED
        if to in DeviceCommand.MOVES.get(status.first() or "", frozenset()):
            _move(one.command_id, to, now=now, answered_at=now, answer=storable_json(one.answer))


@transaction.atomic
def expire_commands(*, now: datetime) -> list[int]:
    """Note commands that nobody confirmed in time; return their ids."""
    late = DeviceCommand.objects.filter(status__in=UNDER_WAY, expires_at__lte=now).order_by("pk")
    rows = list(late.select_for_update(of=("self",), skip_locked=True)[:1_000])
    for row in rows:
        _move(row.pk, CommandStatus.EXPIRED, now=now)
    return [row.pk for row in rows]


def _sent(row: DeviceCommand, *, now: datetime) -> Order:
    _move(row.pk, CommandStatus.SENT, now=now, sent_at=now)
    return Order(row.pk, row.device_id, row.method, row.params)


def _move(
    command_id: int, to: CommandStatus, *, now: datetime, by: Actor | None = None, **columns: Any
) -> DeviceCommand:
    row = move(DeviceCommand, command_id, to=to, **columns)
    event = CommandMoved(command_id=row.pk, device_id=row.device_id, to=to)
    announce(event, by_id=by.pk if by else None, org_id=row.device.org_id, about=_about(row), now=now)
    return row


def _is_refusal(answer: Any) -> bool:
    return isinstance(answer, dict) and ("error" in answer or answer.get("success") is False)


def _about(row: DeviceCommand) -> list[str]:
    return [f"command-{row.pk}", f"device-{row.device_id}", "commands"]
