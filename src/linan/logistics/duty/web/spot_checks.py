"""Spot checks of duty: what they came to, the rule they are drawn by, and one asked for now."""

from datetime import timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linan.ground.access.decorators import signed_in
from linan.ground.access.doors import require, require_in
from linan.ground.access.rights import Right
from linan.ground.clock import now
from linan.ground.web import Request
from linan.logistics.duty.actions.spot_checks import check_at_once, set_rule
from linan.logistics.duty.forms import SpotRuleForm
from linan.logistics.duty.queries import record, rule_of, spot_checks
from linan.logistics.duty.web.roster import unit_of

ON_A_PAGE = 30
COUNTED = timedelta(days=90)


@require_GET
@signed_in
def checks(request: Request) -> HttpResponse:
    """Show the checks with their results, and what a quarter of them came to."""
    require(request.standing, Right.SEE)
    org = unit_of(request.standing)
    context = {
        "org": org, "record": record(org, since=now() - COUNTED), "rule": rule_of(org), "days": COUNTED.days,
        "page": Paginator(spot_checks(org), ON_A_PAGE).get_page(request.GET.get("page")),
        "may_plan": request.standing.may(Right.COMMAND, path=org.path),
    }
    return render(request, "duty/_spot_checks.html" if request.htmx else "duty/spot_checks.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def rule(request: Request) -> HttpResponse:
    """Set when and how often checks are drawn."""
    org = unit_of(request.standing)
    require_in(request.standing, Right.COMMAND, org)
    form = SpotRuleForm(request.POST or None, instance=rule_of(org))
    if form.is_valid():
        set_rule(form.save(commit=False), by=request.person, now=now())
        return redirect("duty:spot-checks")
    return render(request, "duty/spot_rule.html", {"org": org, "form": form}, status=422 if form.is_bound else 200)


@require_POST
@signed_in
def at_once(request: Request) -> HttpResponse:
    """Check whoever is on duty now."""
    org = unit_of(request.standing)
    require_in(request.standing, Right.COMMAND, org)
    check_at_once(org, within_min=rule_of(org).within_min, by=request.person, now=now())
    messages.success(request, gettext("Whoever is on duty is being called."))
    return redirect("duty:spot-checks")
