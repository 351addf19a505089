"""Pages of false alarms: which devices, conditions and places give them, in a period."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from linan.ground.access.decorators import signed_in
from linan.ground.access.doors import require
from linan.ground.access.rights import Right
from linan.ground.clock import now
from linan.ground.exchange.workbooks import XLSX, write_xlsx
from linan.ground.web import Request
from linan.monitoring.statistics import (
    HEADINGS,
    PERIODS,
    USUAL_PERIOD,
    By,
    false_alarm_chart,
    page_of,
    sheet_of,
    tallies,
    totals,
)


@require_GET
@signed_in
def false_alarms(request: Request) -> HttpResponse:
    """Show what gave false alarms: ?days=30&by=device."""
    require(request.standing, Right.SEE)
    days, by = _days(request), _by(request)
    rows = tallies(by, days, now=now())
    context = {
        "days": days, "by": by, "periods": PERIODS, "kinds": [(one.value, _(HEADINGS[one])) for one in By],
        "totals": totals(days, now=now()), "rows": [(one, page_of(by, one.pk)) for one in rows],
        "repeated": sum(one.is_repeated for one in rows),
    }
    return render(request, "monitoring/false_alarms.html", context)


@require_GET
@signed_in
def false_alarms_chart(request: Request) -> JsonResponse:
    """Give the false alarms day by day as JSON: ?days=30."""
    require(request.standing, Right.SEE)
    return JsonResponse(false_alarm_chart(_days(request), now=now()))


@require_GET
@signed_in
def false_alarms_sheet(request: Request) -> HttpResponse:
    """Give the table as an Excel file: ?days=30&by=device."""
    require(request.standing, Right.SEE)
    days, by = _days(request), _by(request)
    content = write_xlsx(*sheet_of(by, tallies(by, days, now=now())))
    headers = {"Content-Disposition": f'attachment; filename="false-alarms-{by}-{days}.xlsx"'}
    return HttpResponse(content, content_type=XLSX, headers=headers)


def _days(request: Request) -> int:
    said = request.GET.get("days", "")
    return int(said) if said.isdecimal() and int(said) in PERIODS else USUAL_PERIOD


def _by(request: Request) -> By:
    said = request.GET.get("by", "")
    return By(said) if said in set(By) else By.DEVICE
