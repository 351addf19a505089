"""Builders of the shared map."""

from datetime import datetime
from uuid import UUID, uuid4

from linan.command.plotting.actions import Stroke, draw_mark
from linan.command.plotting.models import Mark
from linan.ground.access.scopes import everywhere
from linan.ground.orgs.models import Org
from linan.ground.people.models import Person, Role
from linan.response.models import Incident
from tests.build import NOW, a_person
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
