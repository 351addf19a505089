"""What the chart island draws of a series: the curve, the thresholds, the alarms."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from linan.monitoring.models import Alarm, Series
from linan.monitoring.queries import conditions_of, levels_of
from linan.monitoring.readings import curve_of
from linan.monitoring.words import quantity_name, tone_of


def chart_of(series: Series, *, first: datetime, last: datetime) -> dict[str, Any]:
    """Return the chart of a series between two moments, times in milliseconds since 1970."""
    alarms = Alarm.objects.filter(series=series, source_at__gte=first, source_at__lt=last).order_by("source_at")
    return {
        "title": quantity_name(series.quantity),
        "unit": series.unit,
        "from": _milliseconds(first),
        "to": _milliseconds(last),
        "points": [[_milliseconds(at), value] for at, value in curve_of(series.pk, first=first, last=last)],
        "thresholds": _thresholds(series),
        "marks": [
            {"at": _milliseconds(one.source_at), "label": _("Alarm"), "tone": tone_of(one.severity)} for one in alarms
        ],
        "live": f"device-{series.device_id}",
    }


def _thresholds(series: Series) -> list[dict[str, Any]]:
    return [
        {"value": level, "label": one.title, "tone": tone_of(one.severity)}
        for one in conditions_of([series], device=series.device)
        for level in levels_of(one)
    ]


def _milliseconds(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)
