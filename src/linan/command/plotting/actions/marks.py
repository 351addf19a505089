"""Writes to the marks of the shared map."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from linan.command.plotting.announcements import MarkDrawn, MarkTakenBack
from linan.command.plotting.domain.symbols import GEOJSON, SYMBOLS
from linan.command.plotting.models import Mark
from linan.ground.announcements.kinds import Announcement
from linan.ground.announcements.log import announce
from linan.ground.people.models import Person
from linan.ground.places.geojson import checked_geometry
from linan.ground.refusals import Refused
from linan.ground.text import noop
from linan.response.models import Incident


@dataclass(frozen=True, slots=True, kw_only=True)
class Stroke:
    """What a person draws. geometry: GeoJSON, text or object; expires_at: None for as long as the incident lasts."""

    symbol: str
    geometry: str | dict[str, Any]
    text: str
    expires_at: datetime | None
    client_id: UUID


class SymbolUnknown(Refused):
    """The set of symbols has no such symbol."""

    code = "symbol_unknown"
    msgid = noop("Choose one of the symbols.")


class WordsMissing(Refused):
    """A mark made of words needs words."""

    code = "words_missing"
    msgid = noop("Write the words that are to stand on the map.")


class MarkEndsBefore(Refused):
    """A mark that has ended before it is drawn shows nobody anything."""

    code = "mark_ends_before"
    msgid = noop("The mark would end before it begins. Choose a later end.")


class MapClosed(Refused):
    """The map of a closed incident stays as it was."""

    code = "map_closed"
    status = 409
    msgid = noop("The incident is closed and its map stays as it was.")


class MarkGone(Refused):
    """A mark can be taken back once."""

    code = "mark_gone"
    status = 409
    msgid = noop("This mark was taken back already.")


class TakingBackReasonMissing(Refused):
    """Others acted on the mark, so they learn why it no longer holds."""

    code = "taking_back_reason_missing"
    msgid = noop("Write in a few words why the mark no longer holds.")


@transaction.atomic
def draw_mark(stroke: Stroke, *, incident: Incident, by: Person, now: datetime) -> Mark:
    """Put a mark on the incident's map; the same client_id again returns the mark that stands.

    Raises: MapClosed, SymbolUnknown, WordsMissing, MarkEndsBefore, BadGeometry, BadPlace.
    """
    drawn = Mark._base_manager.filter(client_id=stroke.client_id).first()
    if drawn is not None:
        return drawn
    _check(stroke, incident, now)
    kind = frozenset({GEOJSON[SYMBOLS[stroke.symbol].drawing]})
    mark = Mark.objects.create(
        org_id=incident.org_id, incident=incident, symbol=stroke.symbol, text=stroke.text.strip(),
        geometry=checked_geometry(stroke.geometry, kinds=kind, field="geometry"), author=by, drawn_at=now,
        expires_at=stroke.expires_at, client_id=stroke.client_id,
    )
    _tell(MarkDrawn(mark_id=mark.pk, incident_id=incident.pk, symbol=mark.symbol), mark, by=by, now=now)
    return mark


@transaction.atomic
def take_back_mark(*, mark_id: int, because: str, by: Person, now: datetime) -> Mark:
    """Take a mark off the map; its row stays, with who did it and why. Raises: MarkGone, TakingBackReasonMissing."""
    if not because.strip():
        raise TakingBackReasonMissing(field="because")
    mark = Mark._base_manager.select_for_update(of=("self",)).select_related("incident").get(pk=mark_id)
    if mark.taken_back_at is not None:
        raise MarkGone
    mark.taken_back_at, mark.taken_back_by, mark.taken_back_because = now, by, because.strip()[:120]
    mark.save(update_fields=["taken_back_at", "taken_back_by", "taken_back_because"])
    _tell(MarkTakenBack(mark_id=mark.pk, incident_id=mark.incident_id), mark, by=by, now=now)
    return mark


def _check(stroke: Stroke, incident: Incident, now: datetime) -> None:
    if not incident.is_open:
        raise MapClosed
    if stroke.symbol not in SYMBOLS:
        raise SymbolUnknown(field="symbol")
    if stroke.symbol == "text" and not stroke.text.strip():
        raise WordsMissing(field="text")
    if stroke.expires_at is not None and stroke.expires_at <= now:
        raise MarkEndsBefore(field="lasts")


def _tell(event: Announcement, mark: Mark, *, by: Person, now: datetime) -> None:
    about = [f"mark-{mark.pk}", "marks", f"incident-{mark.incident_id}"]
    announce(event, by_id=by.pk, org_id=mark.org_id, about=about, now=now, mode=mark.incident.mode)
