"""What gateways noted becomes rows; old rows go."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import F

from linan.ground.database.storable import storable, storable_json
from linan.ground.refusals import Refused
from linan.ground.text import noop
from linan.monitoring.gateways._raw import KEYS_OF_DEVICE, RAW_CHARS, Page, RawNote, StrangerNote
from linan.monitoring.models import Oddity, RawMessage, Source, SourceMessage, Stranger

_TRIM = """
delete from {table} where id in (
    select id from (
        select id, row_number() over (partition by {owner} order by id desc) as place from {table}
    ) ranked where place > %s
)
"""
_TRIM_STRANGERS = """
delete from monitoring_stranger where id in (select id from monitoring_stranger order by last_at desc offset %s)
"""


@transaction.atomic
def write_notes(page: Page) -> None:
    """Store what gateways noted since the last time."""
    RawMessage.objects.bulk_create(
        RawMessage(device_id=one.of_id, at=_moment(one.at), text=storable(one.text), refusal=_refusal(one))
        for one in page.raw
    )
    _write_messages_of_sources(page.source)
    _list_strangers(page.strangers.values())
    for source_id, fault in page.faults.items():
        Source.objects.filter(pk=source_id).update(fault=fault.as_json() if fault else None)
    for device_id in page.keys.keys() | page.clocks.keys():
        _note_oddity(device_id, page.keys.get(device_id, {}), page.clocks.get(device_id))


class NotStorable(Refused):
    """PostgreSQL cannot keep a value as it is."""

    code = "not_storable"
    msgid = noop("This could not be stored (%(fault)s); everything beside it was. Tell who maintains the system.")


def set_aside(device_id: int, text: str, fault: Exception, *, now: datetime) -> None:
    """Keep what could not be stored among the raw messages of its device."""
    refusal = NotStorable(fault=type(fault).__name__)
    note = RawNote(device_id, now.timestamp(), text[:RAW_CHARS], refusal.code, refusal.sentence)
    write_notes(Page(raw=[note]))


def trim_raw_messages() -> int:
    """Delete all but the newest fifty messages of each device and source; return how many were deleted."""
    with connection.cursor() as cursor:
        cursor.execute(_TRIM.format(table="monitoring_rawmessage", owner="device_id"), [RawMessage.KEPT])
        deleted = int(cursor.rowcount)
        cursor.execute(_TRIM.format(table="monitoring_sourcemessage", owner="source_id"), [Source.KEPT])
        return deleted + int(cursor.rowcount)


def _write_messages_of_sources(notes: Iterable[RawNote]) -> None:
    last: dict[int, float] = {}
    rows = []
    for one in notes:
        last[one.of_id] = one.at
        rows.append(
            SourceMessage(
                source_id=one.of_id, at=_moment(one.at), text=storable(one.text), code=one.code, refusal=_refusal(one)
            )
        )
    SourceMessage.objects.bulk_create(rows)
    for source_id, at in last.items():
        Source.objects.filter(pk=source_id).update(last_heard_at=_moment(at))


def _list_strangers(notes: Iterable[StrangerNote]) -> None:
    many = list(notes)
    if not many:
        return
    for one in many:
        _list_stranger(one)
    with connection.cursor() as cursor:
        cursor.execute(_TRIM_STRANGERS, [Stranger.MOST])


def _list_stranger(note: StrangerNote) -> None:
    first, last = _moment(note.messages[0][0]), _moment(note.messages[-1][0])
    key: dict[str, Any] = {"org_id": note.org_id, "kind": note.kind, "address": storable(note.address)}
    row, _ = Stranger.everyones.get_or_create(**key, defaults={"first_at": first, "last_at": last})
    said = [[_moment(at).isoformat(), storable(text)] for at, text in note.messages]
    row.messages = [*row.messages, *said][-Stranger.KEPT :]
    row.heard, row.last_at, row.name = F("heard") + note.heard, last, storable(note.name) or row.name
    row.save(update_fields=["messages", "heard", "last_at", "name"])


def _note_oddity(
    device_id: int, keys: Mapping[str, tuple[str, float]], clock: tuple[float, float] | None
) -> None:
    row, _ = Oddity.objects.get_or_create(device_id=device_id)
    new = {storable(key): [storable(value), _moment(at).isoformat()] for key, (value, at) in keys.items()}
    row.unknown_keys = dict(list({**row.unknown_keys, **new}.items())[-KEYS_OF_DEVICE:])
    if clock:
        row.clock_off_s, row.clock_off_at = clock[0], _moment(clock[1])
    row.save()


def _refusal(note: RawNote) -> Any:
    return storable_json(note.refusal.as_json()) if note.refusal else None


def _moment(at: float) -> datetime:
    return datetime.fromtimestamp(at, UTC)
