"""Pages of rehearsals."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from linan.ground.access.decorators import signed_in
from linan.ground.access.rights import Right
from linan.ground.refusals import NotFound
from linan.ground.text import Sentence
from linan.ground.web import Request
from linan.monitoring.access import access_rehearsal, access_series
from linan.monitoring.curve import curve_of
from linan.monitoring.models import Alarm, Condition, Rehearsal, RehearsalStatus, Series
from linan.monitoring.words import quantity_name, tone_of

AROUND = timedelta(hours=12)
LISTED = 20


@require_GET
@signed_in
def rehearsal(request: Request, rehearsal_id: int) -> HttpResponse:
    """Show a rehearsal: its progress, then when it would have fired, beside the alarms that people judged."""
    row = access_rehearsal(request.standing, rehearsal_id, to=Right.SEE)
    context = {"rehearsal": row, "draft": Condition(org=row.org, **row.draft), **_outcome(row)}
    return render(request, "monitoring/_rehearsal.html" if request.htmx else "monitoring/rehearsal.html", context)


@require_GET
@signed_in
def rehearsal_chart(request: Request, rehearsal_id: int) -> JsonResponse:
    """Give the chart of a rehearsal: firings a day, or ?series=…&at=<seconds> the curve around one of them."""
    row = access_rehearsal(request.standing, rehearsal_id, to=Right.SEE)
    series_id, at = request.GET.get("series", ""), request.GET.get("at", "")
    if not series_id.isdecimal() or not at.isdecimal():
        return JsonResponse(_days_chart(row))
    series = access_series(request.standing, int(series_id), to=Right.SEE)
    if series.device.org.path[: len(row.org.path)] != row.org.path:
        raise NotFound
    return JsonResponse(_curve_chart(row, series, datetime.fromtimestamp(int(at), UTC)))


def _outcome(row: Rehearsal) -> dict[str, Any]:
    if row.status != RehearsalStatus.ENDED:
        return {"percent": 100 * row.days_done // max(row.days, 1)}
    firings = row.found["firings"][-LISTED:]
    wanted = {one["series_id"] for one in firings} | {series_id for series_id, _count in row.found["busiest"]}
    series = Series.objects.select_related("device__building").in_bulk(wanted)
    return {
        "firings": [_firing(one, series) for one in reversed(firings)],
        "busiest": [(series[pk], count) for pk, count in row.found["busiest"] if pk in series],
        "comparison": {name: _counted(said) for name, said in row.found["comparison"].items()},
        "false_again": Alarm.objects.filter(pk__in=row.found["comparison"]["false_again"][:LISTED]),
        "real_missed": Alarm.objects.filter(pk__in=row.found["comparison"]["real_missed"][:LISTED]),
    }


def _counted(said: Any) -> int:
    return len(said) if isinstance(said, list) else int(said)


def _firing(said: dict[str, Any], series: dict[int, Series]) -> dict[str, Any]:
    lasted = None if said["until"] is None else said["until"] - said["at"]
    return {
        "series": series.get(said["series_id"]), "at": datetime.fromtimestamp(said["at"], UTC), "seconds": int(said["at"]),
        "lasted": lasted, "because": Sentence.from_json(said["because"]), "value": said["value"],
    }


def _days_chart(row: Rehearsal) -> dict[str, Any]:
    """Return firings a day, with the judged alarms as marks."""
    counted = dict(row.found.get("by_day", []))
    days = (row.last_at.date() - row.first_at.date()).days + 1
    dates = [row.first_at.date() + timedelta(days=n) for n in range(days)]
    points = [[_milliseconds(datetime(one.year, one.month, one.day, tzinfo=UTC)), counted.get(one.isoformat(), 0)] for one in dates]
    return {"title": _("alarms a day"), "unit": "", "points": points if counted else [], "marks": _judged(row)}


def _judged(row: Rehearsal) -> list[dict[str, Any]]:
    said = row.found.get("comparison", {})
    real = set(said.get("real_seen", []) + said.get("real_missed", []))
    alarms = Alarm.objects.filter(pk__in=real | set(said.get("false_again", []) + said.get("false_gone", [])))
    return [
        {
            "at": _milliseconds(one.source_at), "tone": "red" if one.pk in real else "grey",
            "label": _("real") if one.pk in real else _("false alarm"),
        }
        for one in alarms
    ]


def _curve_chart(row: Rehearsal, series: Series, at: datetime) -> dict[str, Any]:
    """Return the curve of a series half a day before and after a moment, with what would have fired."""
    first, last = at - AROUND, at + AROUND
    fired = [
        {"at": round(one["at"] * 1000), "label": _("would have fired"), "tone": tone_of(row.draft["severity"])}
        for one in row.found["firings"]
        if one["series_id"] == series.pk and first.timestamp() <= one["at"] < last.timestamp()
    ]
    return {
        "title": quantity_name(series.quantity), "unit": series.unit, "from": _milliseconds(first),
        "to": _milliseconds(last), "marks": fired,
        "points": [[_milliseconds(when), value] for when, value in curve_of(series.pk, first=first, last=last)],
    }


def _milliseconds(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)
