"""The fire plan that the first community of the demonstration has in force."""

from datetime import datetime

from linan.demo.neighbourhood import FIRE_SHED
from linan.ground.access.scopes import everywhere
from linan.ground.people.models import SYSTEM
from linan.planning.actions import adopt_plan
from linan.registry.models import Building


def adopt_fire_plan(*, now: datetime) -> None:
    """Put the community fire plan into force where the shed burns; a second call changes nothing."""
    with everywhere():
        community = Building.objects.select_related("org").get(code=FIRE_SHED).org
        adopt_plan(org=community, by=SYSTEM, now=now)
