"""Marks and outside information as layers of the map."""

from collections.abc import Iterable
from datetime import datetime

from django.templatetags.static import static
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext

from linan.command.plotting.models import Bulletin, Mark
from linan.command.plotting.queries import bulletins_standing, marks_standing
from linan.ground.text import noop
from linan.ground.ui.layers import Feature, Layer, Look, point, shape


def _marks(now: datetime) -> Iterable[Feature]:
    return [_drawn(mark) for mark in marks_standing(now)]


def _drawn(mark: Mark) -> Feature:
    kind = mark.kind
    return shape(
        mark.geometry, tone=kind.tone, label=mark.text or gettext(kind.title), text=_by(mark),
        icon=f"{static('plotting/symbols.svg')}#{mark.symbol}", url=reverse("plotting:incident-map", args=[mark.incident_id]),
        until_ms=int(mark.expires_at.timestamp() * 1000) if mark.expires_at else None,
    )


def _by(mark: Mark) -> str:
    words = [gettext(mark.kind.title), mark.author.full_name, f"{localtime(mark.drawn_at):%H:%M}"]
    if mark.expires_at:
        words.append(gettext("until %(time)s") % {"time": f"{localtime(mark.expires_at):%H:%M}"})
    return " · ".join(words)


def _bulletins(now: datetime) -> Iterable[Feature]:
    return [_said(one) for one in bulletins_standing(now)]


def _said(bulletin: Bulletin) -> Feature:
    at = bulletin if bulletin.lon is not None else bulletin.incident
    page = reverse("plotting:bulletins")
    return point(
        at.lon, at.lat, tone=bulletin.tone, icon=bulletin.icon, label=f"{bulletin.rating} {bulletin.text[:24]}",  # type: ignore[union-attr,arg-type]
        text=f"{bulletin.text} · {bulletin.source} · {localtime(bulletin.at):%m-%d %H:%M}", url=f"{page}#bulletin-{bulletin.pk}",
    )


LAYERS = [
    Layer(key="marks", title=noop("Shared plotting"), look=Look.MIXED, draw=_marks, names=("marks", "incidents"), icon="edit"),
    Layer(
        key="bulletins", title=noop("Outside information"), look=Look.SIGN, draw=_bulletins, names=("bulletins", "incidents"),
        icon="info",
    ),
]
