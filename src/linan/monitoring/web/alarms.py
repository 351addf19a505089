"""Pages of the alarm desk."""

from datetime import datetime, timedelta

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from linan.ground.access.decorators import signed_in
from linan.ground.access.doors import require
from linan.ground.access.rights import Right
from linan.ground.clock import now
from linan.ground.refusals import Refused
from linan.ground.web import Request
from linan.monitoring.access import access_alarm, access_series
from linan.monitoring.actions.alarms import acknowledge_alarm, verify_alarm
from linan.monitoring.chart import chart_of
from linan.monitoring.desk import came_again, desk_of, raised_alarms
from linan.monitoring.models import Alarm, AlarmStatus
from linan.monitoring.queries import false_alarm_counts
from linan.monitoring.readings import neighbours_of

NEAR_M = 60.0
HOURS = 6
LONGEST_HOURS = 24 * 366


@require_GET
@signed_in
def desk(request: Request) -> HttpResponse:
    """Show the alarms that want attention, the most urgent first."""
    require(request.standing, Right.SEE)
    context = {"desk": desk_of(now=now()), "may_respond": request.standing.may_anywhere(Right.RESPOND)}
    return render(request, "monitoring/_desk.html" if request.htmx else "monitoring/desk.html", context)


@require_GET
@signed_in
def bell(request: Request) -> HttpResponse:
    """Show on every page of whoever leads the answer that alarms wait, and let it sound."""
    may_lead = request.standing.may_anywhere(Right.COMMAND)
    waiting = raised_alarms().count() if may_lead else 0
    return render(request, "monitoring/_bell.html", {"waiting": waiting, "may_lead": may_lead})


@require_GET
@signed_in
def alarm(request: Request, alarm_id: int) -> HttpResponse:
    """Show one alarm: what it is, why it fired, what to do next."""
    row = access_alarm(request.standing, alarm_id, to=Right.SEE)
    if request.htmx:
        return render(request, "monitoring/_alarm.html", _steps(request, row))
    return render(request, "monitoring/alarm.html", {**_steps(request, row), **_history(row)})


@require_GET
@signed_in
def neighbours(request: Request, alarm_id: int) -> HttpResponse:
    """Show what the devices near an alarm read: the fragment that is fetched again every few seconds."""
    row = access_alarm(request.standing, alarm_id, to=Right.SEE)
    found = neighbours_of(row.device, metres=NEAR_M)
    return render(request, "monitoring/_neighbours.html", {"alarm": row, "neighbours": found, "metres": int(NEAR_M)})


@require_POST
@signed_in
def acknowledgement(request: Request, alarm_id: int) -> HttpResponse:
    """Take the alarm and go on to verifying it."""
    row = access_alarm(request.standing, alarm_id, to=Right.RESPOND)
    acknowledge_alarm(alarm_id=row.pk, by=request.person, now=now())
    return redirect("monitoring:alarm", row.pk)


@require_POST
@signed_in
def verification(request: Request, alarm_id: int) -> HttpResponse:
    """Say what the alarm is."""
    row = access_alarm(request.standing, alarm_id, to=Right.RESPOND)
    verdict, note = request.POST.get("verdict", ""), request.POST.get("note", "")
    try:
        verify_alarm(alarm_id=row.pk, verdict=verdict, note=note, by=request.person, now=now())
    except Refused as refusal:
        context = {**_steps(request, row), **_history(row), "refusal": refusal, "verdict": verdict, "note": note}
        return render(request, "monitoring/alarm.html", context, status=refusal.status)
    return redirect("monitoring:alarm", row.pk)


@require_GET
@signed_in
def series_chart(request: Request, series_id: int) -> JsonResponse:
    """Give the chart of a series as JSON: ?hours=6, ending at ?until=<unix seconds> or now."""
    series = access_series(request.standing, series_id, to=Right.SEE)
    last = _moment(request.GET.get("until", ""), present=now())
    return JsonResponse(chart_of(series, first=last - _lasting(request.GET.get("hours", "")), last=last))


def _steps(request: Request, row: Alarm) -> dict[str, object]:
    may_respond = request.standing.may(Right.RESPOND, path=row.org.path)
    is_open = row.status in (AlarmStatus.RAISED, AlarmStatus.ACKNOWLEDGED)
    return {
        "alarm": row,
        "may_acknowledge": may_respond and row.status == AlarmStatus.RAISED,
        "may_verify": may_respond and is_open,
    }


def _history(row: Alarm) -> dict[str, object]:
    device_false, device_judged = false_alarm_counts(Alarm.objects.filter(device=row.device))
    condition_false, condition_judged = false_alarm_counts(Alarm.objects.filter(condition=row.condition))
    return {
        "device_false": device_false, "device_judged": device_judged,
        "condition_false": condition_false, "condition_judged": condition_judged,
        "again": came_again([row], now=now()).get((row.series_id, row.condition_id)),
        "before": Alarm.objects.filter(device=row.device, raised_at__lt=row.raised_at).order_by("-raised_at")[:5],
        **_window(row, moment=now()),
    }


def _window(row: Alarm, *, moment: datetime) -> dict[str, int]:
    """Return the span of the chart: an hour before the alarm until now, or six hours around an old one."""
    hours = (moment - row.raised_at) // timedelta(hours=1) + 2
    if hours <= HOURS:
        return {"chart_hours": hours, "chart_until": 0}
    return {"chart_hours": HOURS, "chart_until": int((row.raised_at + timedelta(hours=HOURS / 2)).timestamp())}


def _lasting(hours: str) -> timedelta:
    return timedelta(hours=min(max(int(hours), 1), LONGEST_HOURS) if hours.isdecimal() else HOURS)


def _moment(seconds: str, *, present: datetime) -> datetime:
    if not seconds.isdecimal() or int(seconds) == 0:
        return present
    return datetime.fromtimestamp(min(int(seconds), int(present.timestamp())), tz=present.tzinfo)
