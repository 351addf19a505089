"""The statements that make recipients and messages: whole waves at once, never row by row."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from linan.ground.orgs.models import Org
from linan.ground.orgs.queries import ids_of_path
from linan.response.calls.audience import HAS_ADDRESS, WHOM
from linan.response.calls.channels import channel_kinds
from linan.response.calls.domain.letters import Reach
from linan.response.calls.models import Call, Line

_HAS = " ".join(f"when '{reach}' then {has}" for reach, has in HAS_ADDRESS.items())
# `due` names who is to be called: recipient, the person who gets the message (null: the resident), step.
_MESSAGES = f"""
    insert into calls_message (call_id, recipient_id, person_id, line_id, channel, wave, step, status, queued_at, due_at,
      attempts, provider_id, code)
    select %(call)s, due.recipient_id, due.person_id, way.line_id, way.channel, %(wave)s, due.step, 'queued', %(now)s,
      %(due_at)s, 0, '', ''
    from due
    left join people_person p on p.id = due.person_id
    left join registry_resident r on r.id = due.resident_id and due.person_id is null
    cross join unnest(%(lines)s::bigint[], %(channels)s::text[], %(reaches)s::text[]) as way(line_id, channel, reach)
    where case way.reach {_HAS} else false end
    on conflict do nothing
"""
RELEASE = f"""
    with picked as ({WHOM}), made as (
      insert into calls_recipient (call_id, org_id, person_id, role, resident_id, household_id, outcome, wave, next_wave_at,
        answer, needs_help, visits)
      select %(call)s, picked.org_id, picked.person_id, picked.role, picked.resident_id, picked.household_id, 'waiting', 0,
        %(next_wave_at)s, '', false, 0
      from picked
      returning id, person_id, resident_id),
    due as (select made.id as recipient_id, made.person_id, made.resident_id, 'recipient' as step from made)
    {_MESSAGES}
"""
WAVE = f"""
    with due as (
      select named.recipient_id, named.person_id, rec.resident_id, %(step)s as step
      from unnest(%(recipients)s::bigint[], %(people)s::bigint[]) as named(recipient_id, person_id)
      join calls_recipient rec on rec.id = named.recipient_id)
    {_MESSAGES}
"""
# Nobody waits for an answer to what was never sent: who has no address in a wave goes on to the next at once.
PASS_OVER = """
    update calls_recipient set next_wave_at = %(now)s
    where call_id = %(call)s and outcome = 'waiting' and wave = %(wave)s
      and (%(recipients)s::bigint[] is null or id = any(%(recipients)s::bigint[])) and not exists (
      select 1 from calls_message m where m.recipient_id = calls_recipient.id and m.wave = %(wave)s)
"""


@dataclass(frozen=True, slots=True)
class Way:
    """One way out: a channel over a line (None for the screens of this house)."""

    channel: str
    reach: Reach
    line_id: int | None


def ways_of(org: Org, channels: Sequence[str]) -> list[Way]:
    """Return the ways that these channels have from a unit.

    Of those that reach somebody by name the nearest line upwards, of those that reach everybody all; a channel that
    asks for no settings needs no line.
    """
    kinds = channel_kinds()
    path = ids_of_path(org.path)
    rows = Line.objects.filter(org_id__in=path, kind__in=list(channels), is_on=True)
    nearest_first = sorted(rows, key=lambda line: (-path.index(line.org_id), line.pk))
    ways = [Way(name, kinds[name].REACHES, None) for name in channels if name in kinds and not kinds[name].ASKS]
    seen: set[str] = set()
    for line in nearest_first:
        reach = kinds[line.kind].REACHES
        if reach == Reach.EVERYBODY or line.kind not in seen:
            ways.append(Way(line.kind, reach, line.pk))
        seen.add(line.kind)
    return ways


def release_statement(call: Call, ways: Sequence[Way], values: dict[str, Any], *, now: datetime, due_at: datetime,
                      next_wave_at: datetime) -> int:
    """Make all recipients and their first messages in one statement; return the number of messages."""
    named = _named(ways) | {"call": call.pk, "wave": 0, "now": now, "due_at": due_at, "next_wave_at": next_wave_at}
    return _run(RELEASE, values | named)


def wave_statement(call: Call, ways: Sequence[Way], *, pairs: Sequence[tuple[int, int | None]], wave: int, step: str,
                   now: datetime, due_at: datetime) -> int:
    """Make the messages of a wave in one statement. pairs: recipient, person who gets it (None: the resident)."""
    values = {"recipients": [one for one, _ in pairs], "people": [person for _, person in pairs], "step": step}
    return _run(WAVE, values | _named(ways) | {"call": call.pk, "wave": wave, "now": now, "due_at": due_at})


def pass_over(call: Call, *, wave: int, recipients: Sequence[int] | None, now: datetime) -> int:
    """Let those go on at once whom a wave has no address of; return how many. recipients: ids, None for all of the call.

    A caller who holds the locks of some recipients names them: waiting for others could be a deadlock.
    """
    ids = None if recipients is None else list(recipients)
    return _run(PASS_OVER, {"call": call.pk, "wave": wave, "recipients": ids, "now": now})


def _named(ways: Sequence[Way]) -> dict[str, Any]:
    by_name = [way for way in ways if way.reach != Reach.EVERYBODY]
    return {
        "lines": [way.line_id for way in by_name], "channels": [way.channel for way in by_name],
        "reaches": [way.reach.value for way in by_name],
    }


def _run(statement: str, values: dict[str, Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)
