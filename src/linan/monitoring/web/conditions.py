"""Pages of alarm conditions."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from linan.ground.access.decorators import signed_in
from linan.ground.access.doors import require
from linan.ground.access.rights import Right
from linan.ground.clock import now
from linan.ground.web import Request
from linan.monitoring.access import access_condition
from linan.monitoring.actions.conditions import change_condition
from linan.monitoring.models import Alarm, Condition
from linan.monitoring.queries import false_alarm_counts
from linan.monitoring.web.forms import ConditionForm


@require_GET
@signed_in
def conditions(request: Request) -> HttpResponse:
    """List what raises alarms, in words, the worst first."""
    require(request.standing, Right.SEE)
    rows = Condition.objects.select_related("org", "author", "series__device")
    context = {"conditions": rows, "may_configure": request.standing.may_anywhere(Right.CONFIGURE)}
    return render(request, "monitoring/conditions.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def condition(request: Request, condition_id: int) -> HttpResponse:
    """Show a condition, and change it where the person may."""
    is_change = request.method == "POST"
    row = access_condition(request.standing, condition_id, to=Right.CONFIGURE if is_change else Right.SEE)
    form = ConditionForm(request.POST if is_change else None, condition=row)
    if is_change and form.is_valid():
        change_condition(condition_id=row.pk, spec=form.spec(), by=request.person, now=now())
        return redirect("monitoring:conditions")
    judged_false, judged = false_alarm_counts(Alarm.objects.filter(condition=row))
    context = {
        "condition": row, "form": form, "judged_false": judged_false, "judged": judged,
        "may_configure": request.standing.may(Right.CONFIGURE, path=row.org.path),
    }
    return render(request, "monitoring/condition.html", context, status=422 if is_change else 200)
