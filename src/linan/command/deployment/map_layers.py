"""Where teams and vehicles stand, and which roads are closed, on the one map."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from shapely.geometry import mapping

from linan.command.deployment.models import Readiness, Team, Vehicle
from linan.command.deployment.pages.teams import TONES
from linan.command.deployment.queries import closures
from linan.command.domain.deployment.roads import circle
from linan.ground.text import noop
from linan.ground.ui.layers import Feature, Layer, Look, point, shape


def _sendables(now: datetime) -> Iterable[Feature]:
    url = reverse("deployment:teams")
    return [
        point(
            one.lon, one.lat, tone=TONES[Readiness(one.readiness)], label=one.name, url=url,
            text=f"{one.get_kind_display()} · {one.get_readiness_display()}",
        )
        for rows in (Team.objects.all(), Vehicle.objects.all()) for one in rows
    ]


def _closures(now: datetime) -> Iterable[Feature]:
    return [
        shape(mapping(circle(one.lon, one.lat, one.radius_m)), tone="red", label=one.place, text=one.reason, url=reverse("deployment:teams"))
        for one in closures()
    ]


LAYERS = [
    Layer(key="teams", title=noop("Teams and vehicles"), look=Look.SPOT, icon="people", names=("teams",), draw=_sendables),
    Layer(key="road-closures", title=noop("Closed roads"), look=Look.AREA, icon="refused", names=("closures",), draw=_closures),
]
