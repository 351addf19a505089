"""The shelters in use on the situation map: a sign each, with how many people are in it."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext

from linan.ground.text import noop
from linan.ground.ui.layers import Feature, Layer, Look, point
from linan.logistics.shelters.pages import ShownShelter, shown_shelters


def _in_use(_now: datetime) -> Iterable[Feature]:
    return [_sign(one) for one in shown_shelters() if one.is_in_use]


def _sign(one: ShownShelter) -> Feature:
    row, state = one.shelter, one.filling
    said = gettext("%(people)s of %(places)s places taken, %(free)s free") % {
        "people": state.people, "places": state.places, "free": state.free,
    }
    return point(
        row.lon, row.lat, tone=state.tone, icon="shelter", label=f"{state.people}/{state.places}",
        text=f"{row.name} · {said}", url=reverse("shelters:shelter", args=[row.pk]),
    )


LAYERS = [
    Layer(key="open-shelters", title=noop("Shelters in use"), look=Look.SIGN, icon="shelter", names=("shelters",), draw=_in_use),
]
