"""How shelters announce: what changed, and whether it is a drill."""

from datetime import datetime

from linan.ground.announcements.kinds import Announcement
from linan.ground.announcements.log import announce
from linan.ground.people.models import Actor
from linan.logistics.shelters.models import Opening, Shelter


def tell(event: Announcement, shelter: Shelter, opening: Opening | None, *, by: Actor, now: datetime) -> None:
    """Announce what happened at a shelter, in the mode of its opening."""
    mode = opening.mode if opening else "real"
    about = [f"shelter-{shelter.pk}", "shelters"]
    announce(event, by_id=by.pk, org_id=shelter.org_id, about=about, now=now, mode=mode)
