"""What the chart island draws of a series: the curve, the thresholds, the alarms."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from linan.monitoring.curve import DrawnFrom, Point, curve_between
from linan.monitoring.models import Alarm, Series
from linan.monitoring.profiles import load_profiles
from linan.monitoring.queries import conditions_of, levels_of
from linan.monitoring.words import quantity_name, tone_of


def chart_of(series: Series, *, first: datetime, last: datetime) -> dict[str, Any]:
    """Return the chart of a series between two moments, times in milliseconds since 1970."""
    alarms = Alarm.objects.filter(series=series, source_at__gte=first, source_at__lt=last).order_by("source_at")
    curve = curve_between(series.pk, first=first, last=last, silent_after=_silent_after(series))
    return {
        "title": quantity_name(series.quantity),
        "unit": series.unit,
        "from": _milliseconds(first),
        "to": _milliseconds(last),
        "drawn_from": curve.drawn_from,
        "note": _("Mean, lowest and highest of each hour") if curve.drawn_from == DrawnFrom.HOURS else "",
        "points": _points(curve.points),
        "lows": _points(curve.lows),
        "highs": _points(curve.highs),
        "thresholds": _thresholds(series),
        "marks": [
            {"at": _milliseconds(one.source_at), "label": _("Alarm"), "tone": tone_of(one.severity)} for one in alarms
        ],
        "live": f"device-{series.device_id}",
    }


def _silent_after(series: Series) -> timedelta:
    """Return how long a device of this model may say nothing; a day for one whose model is not there any more."""
    profile = load_profiles().get(series.device.profile)
    return timedelta(seconds=profile.silent_after_s) if profile else timedelta(days=1)


def _points(points: Sequence[Point]) -> list[list[float | None]]:
    return [[_milliseconds(at), value] for at, value in points]


def _thresholds(series: Series) -> list[dict[str, Any]]:
    return [
        {"value": level, "label": one.title, "tone": tone_of(one.severity)}
        for one in conditions_of([series], device=series.device)
        for level in levels_of(one)
    ]


def _milliseconds(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)
