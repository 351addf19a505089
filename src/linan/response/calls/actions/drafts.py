"""Writing a call down, before anybody is called."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from linan.ground.moves import MoveNotAllowed
from linan.ground.orgs.models import Org
from linan.ground.people.models import Actor
from linan.response.calls.actions.release import NobodyChosen
from linan.response.calls.domain.audience import Audience
from linan.response.calls.domain.waves import Wave, ladders, waves_as_json
from linan.response.calls.models import Call, CallStatus
from linan.response.models import Mode


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a call says and to whom. waves, lasting_min: None for the ladder of the level. choices: possible answers."""

    title: str
    level: int
    mode: Mode
    short_text: str
    spoken_text: str
    poster_text: str
    door_text: str
    wanted: str
    choices: tuple[str, ...]
    audience: Audience
    waves: tuple[Wave, ...] | None = None
    lasting_min: int | None = None
    incident_id: int | None = None
    warning_id: int | None = None


@transaction.atomic
def draft_call(*, org: Org, draft: Draft, by: Actor, now: datetime) -> Call:
    """Write a call down; a call within an incident is a drill exactly when the incident is. Raises: NobodyChosen."""
    call = Call(org=org, incident_id=draft.incident_id, warning_id=draft.warning_id, drafted_at=now, drafted_by_id=by.pk)
    _put(call, draft)
    call.save()
    return call


@transaction.atomic
def redraft_call(*, call_id: int, draft: Draft, by: Actor, now: datetime) -> Call:
    """Change a call that is still being written. Raises: NobodyChosen, MoveNotAllowed."""
    call = Call._base_manager.select_for_update(of=("self",)).select_related("incident").get(pk=call_id)
    if call.status != CallStatus.DRAFT:
        raise MoveNotAllowed(current=call.status, to=CallStatus.DRAFT)
    call.drafted_at, call.drafted_by_id = now, by.pk
    _put(call, draft)
    call.save()
    return call


def _put(call: Call, draft: Draft) -> None:
    if draft.audience.is_empty:
        raise NobodyChosen(field="audience")
    ladder = ladders()[draft.level]
    call.title, call.level, call.wanted, call.choices = draft.title, draft.level, draft.wanted, list(draft.choices)
    call.short_text, call.spoken_text = draft.short_text, draft.spoken_text
    call.poster_text, call.door_text = draft.poster_text, draft.door_text
    call.audience = draft.audience.as_json()
    call.waves = waves_as_json(draft.waves or ladder.waves)
    call.lasting_min = draft.lasting_min or ladder.lasting_min
    call.mode = Mode(call.incident.mode) if call.incident else draft.mode
