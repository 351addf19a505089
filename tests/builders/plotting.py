"""Builders of the shared map."""

from datetime import datetime
from uuid import UUID, uuid4

from linan.command.plotting.actions import Heard, NewFeed, Stroke, add_feed, draw_mark, note_bulletin
from linan.command.plotting.models import Bulletin, Mark
from linan.ground.access.scopes import everywhere
from linan.ground.orgs.models import Org
from linan.ground.people.models import Person, Role
from linan.response.models import Incident
from tests.build import NOW, a_community, a_person
from tests.builders.response import an_incident

HERE = {"type": "Point", "coordinates": [118.78, 32.05]}


def a_stroke(
    *, symbol: str = "fire", geometry: str | dict[str, object] | None = None, text: str = "",
    expires_at: datetime | None = None, client_id: UUID | None = None,
) -> Stroke:
    """Return what a person draws: a seat of fire at one place unless said otherwise."""
    return Stroke(
        symbol=symbol, geometry=geometry or HERE, text=text, expires_at=expires_at, client_id=client_id or uuid4()
    )


def a_mark(
    *, incident: Incident | None = None, org: Org | None = None, by: Person | None = None, stroke: Stroke | None = None
) -> Mark:
    """Return a mark on the map of an incident, a new one unless given."""
    with everywhere():
        incident = incident or an_incident(org=org)
        person = by or a_person(role=Role.RESPONDER, org=incident.org)
        return draw_mark(stroke or a_stroke(), incident=incident, by=person, now=NOW)


def something_heard(**said: object) -> Heard:
    """Return what a weather station says unless said otherwise."""
    usual = {"kind": "weather", "text": "小时雨量 40 毫米", "source": "区气象台", "reliability": "A", "credibility": 2, "at": NOW}
    return Heard(**{**usual, **said})  # type: ignore[arg-type]


def a_bulletin(
    *, org: Org | None = None, incident: Incident | None = None, by: Person | None = None, **said: object
) -> Bulletin:
    """Return a piece of outside information, of a new community unless given."""
    with everywhere():
        place = incident.org if incident else org or a_community()
        person = by or a_person(role=Role.DUTY_OFFICER, org=place)
        return note_bulletin(something_heard(**said), org=place, incident=incident, by=person, now=NOW)


def a_feed(*, org: Org | None = None) -> NewFeed:
    """Return a feed of traffic with its secret."""
    with everywhere():
        place = org or a_community()
        director = a_person(role=Role.COMMUNITY_DIRECTOR, org=place)
        return add_feed(org=place, name="交管中心", kind="traffic", reliability="B", by=director, now=NOW)
