"""How the room announces: once for the incident, and to the screens of those below who are asked something."""

from collections.abc import Iterable
from datetime import datetime

from linan.ground.announcements.kinds import Announcement
from linan.ground.announcements.log import Told, announce_many
from linan.ground.people.models import Actor
from linan.response.models import Incident

ASKED = "asked"  # what lies before one person to answer, on every page of theirs


def tell(
    event: Announcement, incident: Incident, *, about: Iterable[str], by: Actor, now: datetime, screens: Iterable[int] = ()
) -> None:
    """Announce an event about an incident. screens: units whose people must look again at what they are asked."""
    names = [*about, f"incident-{incident.pk}", "incidents", ASKED]
    told = [Told(event=event, org_id=incident.org_id, about=names, mode=incident.mode)]
    others = sorted(set(screens) - {incident.org_id})
    told += [Told(event=event, org_id=one, about=[ASKED, "tasks"], mode=incident.mode) for one in others]
    announce_many(told, by_id=by.pk, now=now)
