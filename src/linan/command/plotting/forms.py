"""What the forms of the shared map ask, read into what the actions take."""

import json
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.http import QueryDict
from django.utils.dateparse import parse_datetime
from django.utils.timezone import get_current_timezone, is_naive

from linan.command.plotting.actions import Heard, Stroke
from linan.command.plotting.domain.symbols import SYMBOLS, Drawing
from linan.ground.text import noop
from linan.registry.models import Building

# How long a mark lasts, in hours; 0: as long as the incident. An hour is what a seat of fire or a parked engine is true for.
LASTS: dict[int, str] = {
    0: noop("as long as the incident"),
    1: noop("1 hour"),
    4: noop("4 hours"),
    12: noop("12 hours"),
    24: noop("24 hours"),
}


def stroke_of(posted: QueryDict, *, now: datetime) -> Stroke:
    """Return what the drawing form says; a building stands for its own place where nothing was drawn."""
    symbol, lasts = posted.get("symbol", ""), _hours(posted.get("lasts", ""))
    return Stroke(
        symbol=symbol, geometry=posted.get("geometry", "").strip() or _geometry_of_building(posted, symbol),
        text=posted.get("text", "")[:80], expires_at=now + timedelta(hours=lasts) if lasts else None,
        client_id=_uuid(posted.get("client_id", "")),
    )


def _hours(said: str) -> int:
    return int(said) if said.isdigit() and int(said) in LASTS else 0


def _uuid(said: str) -> UUID:
    try:
        return UUID(said)
    except ValueError:
        return uuid4()


def _geometry_of_building(posted: QueryDict, symbol: str) -> str:
    pk = posted.get("building", "")
    building = Building.objects.filter(pk=pk).first() if pk.isdigit() else None
    if building is None:
        return ""
    if symbol in SYMBOLS and SYMBOLS[symbol].drawing == Drawing.AREA:
        return json.dumps(building.footprint or {})
    return json.dumps({"type": "Point", "coordinates": [building.lon, building.lat]})


def heard_of(posted: QueryDict, *, now: datetime) -> Heard:
    """Return what the form of outside information says; a time left open is now."""
    credibility = posted.get("credibility", "")
    return Heard(
        kind=posted.get("kind", ""), text=posted.get("text", ""), source=posted.get("source", ""),
        url=_web_address(posted.get("url", "")), reliability=posted.get("reliability", ""),
        credibility=int(credibility) if credibility.isdigit() else 0, at=_moment(posted.get("at", "")) or now,
    )


def _moment(said: str) -> datetime | None:
    """Return a moment of a datetime-local field, in the site's zone."""
    try:
        moment = parse_datetime(said)
    except ValueError:
        return None
    return moment.replace(tzinfo=get_current_timezone()) if moment and is_naive(moment) else moment


def _web_address(said: str) -> str:
    said = said.strip()[:500]
    return said if said.startswith(("https://", "http://")) else ""
