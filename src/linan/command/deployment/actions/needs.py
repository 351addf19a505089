"""Writes to what an incident lacks."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from linan.command.deployment.announcements import NeedCalledOff, NeedStated
from linan.command.deployment.models import Need, Urgency
from linan.ground.announcements.log import announce
from linan.ground.people.models import Actor
from linan.response.actions import IncidentIsClosed
from linan.response.models import Incident


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """A need as somebody states it. what: a value of Skill, VehicleKind or Item. lon, lat: WGS84 degrees."""

    what: str
    how_many: int
    place: str
    lon: float
    lat: float
    urgency: Urgency
    by_when: datetime | None = None


@transaction.atomic
def state_need(stated: Stated, *, incident: Incident, by: Actor, now: datetime) -> Need:
    """Say what an incident lacks. Raises: IncidentIsClosed."""
    if not incident.is_open:
        raise IncidentIsClosed
    need = Need.objects.create(
        org=incident.org, incident=incident, what=stated.what, how_many=stated.how_many, place=stated.place,
        lon=stated.lon, lat=stated.lat, urgency=stated.urgency, by_when=stated.by_when, stated_at=now, stated_by_id=by.pk,
    )
    event = NeedStated(need_id=need.pk, incident_id=incident.pk, what=need.what, how_many=need.how_many)
    announce(event, by_id=by.pk, org_id=need.org_id, about=about(need), now=now, mode=incident.mode)
    return need


@transaction.atomic
def call_off_need(*, need: Need, by: Actor, now: datetime) -> None:
    """Say that something is needed no more; a second time changes nothing."""
    if Need.objects.filter(pk=need.pk, called_off_at=None).update(called_off_at=now):
        event = NeedCalledOff(need_id=need.pk, incident_id=need.incident_id)
        announce(event, by_id=by.pk, org_id=need.org_id, about=about(need), now=now, mode=need.incident.mode)


def about(need: Need) -> list[str]:
    """Return what a change of a need concerns."""
    return [f"need-{need.pk}", f"deployments-of-{need.incident_id}", f"incident-{need.incident_id}"]
