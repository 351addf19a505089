"""Builders of evacuations: danger zones."""

from datetime import datetime

from linan.command.evacuations.actions.zones import Outlined, declare_zone
from linan.command.evacuations.domain.outlines import circle
from linan.command.evacuations.models import DangerZone, ZoneSource
from linan.ground.access.scopes import everywhere
from linan.ground.orgs.models import Org
from linan.ground.people.models import SYSTEM
from linan.registry.models import Building
from linan.response.models import Incident
from tests.build import NOW, a_community

LON, LAT = 118.79, 32.04  # where the builders of base information put their buildings


def a_zone(
    *, org: Org | None = None, incident: Incident | None = None, radius_m: float = 100.0,
    building: Building | None = None, floors: tuple[int, ...] = (), now: datetime = NOW,
) -> DangerZone:
    """Return a circle in force around the place of the other builders, in a new community unless one is given."""
    outlined = Outlined(
        name="燃气泄漏危险区", source=ZoneSource.BUILDING if building else ZoneSource.HAZARD_POINT,
        polygon=circle(LON, LAT, radius_m), authority="现场总指挥", reason="燃气干管破裂", building=building, floors=floors,
    )
    with everywhere():
        return declare_zone(outlined, org=org or a_community(), incident=incident, by=SYSTEM, now=now)
