"""The roster of a week, and shifts put into it."""

from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET, require_http_methods

from linan.ground.access.decorators import signed_in
from linan.ground.access.doors import Standing, require, require_in
from linan.ground.access.rights import Right
from linan.ground.clock import now
from linan.ground.orgs.models import Org
from linan.ground.refusals import Refused
from linan.ground.ui.forms import add_refusal
from linan.ground.web import Request
from linan.logistics.duty.actions.shifts import plan_shifts
from linan.logistics.duty.demands import shortages_of
from linan.logistics.duty.forms import HandOverForm, PlanForm
from linan.logistics.duty.queries import (
    WEEK,
    hand_overs,
    midnight,
    shifts_now,
    staff_of,
    swaps_waiting_for,
    times_without_officer,
    week_of,
)
from linan.logistics.duty.web.swaps import led_by

GAPS_SHOWN = 5
USUAL_BEGIN = timedelta(hours=8)


@require_GET
@signed_in
def roster(request: Request) -> HttpResponse:
    """Show who is on duty now and in a week, when nobody is, and what was handed over."""
    require(request.standing, Right.SEE)
    moment, org = now(), unit_of(request.standing)
    monday = _monday(request.GET.get("week", ""))
    context = {
        "org": org, "present": shifts_now(org, now=moment), "week": week_of(org, monday=monday), "today": localdate(),
        "before": monday - WEEK, "after": monday + WEEK, "moment": moment, "hand_overs": hand_overs(org),
        "gaps": times_without_officer(org, first=moment, last=moment + WEEK)[:GAPS_SHOWN], "form": HandOverForm(),
        "short": shortages_of(org, first=moment, last=moment + WEEK, now=moment)[:GAPS_SHOWN],
        "swaps_waiting": swaps_waiting_for(request.person, led=led_by(request.standing)),
        "may_plan": request.standing.may(Right.COMMAND, path=org.path),
        "may_write": request.standing.may(Right.RESPOND, path=org.path),
    }
    return render(request, "duty/_roster.html" if request.htmx else "duty/roster.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def planning(request: Request) -> HttpResponse:
    """Put somebody on duty, once or again and again."""
    org = unit_of(request.standing)
    require_in(request.standing, Right.COMMAND, org)
    begins_at = midnight(localdate() + timedelta(days=1)) + USUAL_BEGIN
    form = PlanForm(request.POST or None, staff=staff_of(org, now=now()), initial={"begins_at": begins_at})
    if form.is_valid():
        try:
            first = plan_shifts(form.plan, org=org, by=request.person, now=now())[0]
            return redirect(f"{request.path.removesuffix('plan/')}?week={first.begins_at:%F}")
        except Refused as refused:
            add_refusal(form, refused)
    return render(request, "duty/planning.html", {"org": org, "form": form}, status=422 if form.is_bound else 200)


def unit_of(standing: Standing) -> Org:
    """Return the unit whose roster a person sees: the highest to which they belong."""
    require(standing, Right.SEE)
    return Org.objects.get(pk=min(standing.grants, key=lambda one: len(one.path)).org_id)


def _monday(typed: str) -> date:
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        day = localdate()
    return day - timedelta(days=day.weekday())
