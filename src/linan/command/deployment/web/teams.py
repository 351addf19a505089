"""Pages of readiness: teams, vehicles, stocks and closed roads."""

from django.forms import ModelForm
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linan.command.deployment.access import access_closure, access_stock, access_team, access_vehicle
from linan.command.deployment.actions.readiness import (
    close_road,
    count_stock,
    enter_sendable,
    enter_stock,
    reopen_road,
    set_readiness,
)
from linan.command.deployment.forms import ClosureForm, CountForm, StockForm, TeamForm, VehicleForm
from linan.command.deployment.models import Readiness, Sendable
from linan.command.deployment.pages.teams import readiness_page
from linan.ground.access.decorators import signed_in
from linan.ground.access.doors import require, require_in
from linan.ground.access.rights import Right
from linan.ground.clock import now
from linan.ground.orgs.models import Org
from linan.ground.refusals import NotAllowed
from linan.ground.web import Request


@require_GET
@signed_in
def teams(request: Request) -> HttpResponse:
    """Show who and what is ready."""
    require(request.standing, Right.SEE)
    context = {"page": readiness_page(request.standing)}
    return render(request, "deployment/_teams.html" if request.htmx else "deployment/teams.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def team_entering(request: Request) -> HttpResponse:
    """Enter a team."""
    require(request.standing, Right.EDIT_BASE)
    form = TeamForm(request.POST or None, org_ids=request.standing.org_ids)
    return _entering(request, form, title=_("Enter a team"))


@require_http_methods(["GET", "POST"])
@signed_in
def team_editing(request: Request, team_id: int) -> HttpResponse:
    """Change what is known of a team."""
    team = access_team(request.standing, team_id, to=Right.EDIT_BASE)
    form = TeamForm(request.POST or None, instance=team, org_ids=request.standing.org_ids)
    return _entering(request, form, title=team.name)


@require_POST
@signed_in
def team_readiness(request: Request, team_id: int) -> HttpResponse:
    """Say whether a team can go."""
    return _readiness(request, access_team(request.standing, team_id, to=Right.RESPOND))


@require_http_methods(["GET", "POST"])
@signed_in
def vehicle_entering(request: Request) -> HttpResponse:
    """Enter a vehicle."""
    require(request.standing, Right.EDIT_BASE)
    form = VehicleForm(request.POST or None, org_ids=request.standing.org_ids)
    return _entering(request, form, title=_("Enter a vehicle"))


@require_http_methods(["GET", "POST"])
@signed_in
def vehicle_editing(request: Request, vehicle_id: int) -> HttpResponse:
    """Change what is known of a vehicle."""
    vehicle = access_vehicle(request.standing, vehicle_id, to=Right.EDIT_BASE)
    form = VehicleForm(request.POST or None, instance=vehicle, org_ids=request.standing.org_ids)
    return _entering(request, form, title=vehicle.name)


@require_POST
@signed_in
def vehicle_readiness(request: Request, vehicle_id: int) -> HttpResponse:
    """Say whether a vehicle can go."""
    return _readiness(request, access_vehicle(request.standing, vehicle_id, to=Right.RESPOND))


@require_http_methods(["GET", "POST"])
@signed_in
def stock_entering(request: Request) -> HttpResponse:
    """Enter what lies at a store."""
    require(request.standing, Right.EDIT_BASE)
    form = StockForm(request.POST or None)
    if not form.is_valid():
        return _form(request, form, title=_("Enter supplies"))
    require_in(request.standing, Right.EDIT_BASE, form.cleaned_data["resource"].org)
    enter_stock(stock=form.save(commit=False), by=request.person, now=now())
    return redirect("deployment:teams")


@require_POST
@signed_in
def stock_count(request: Request, stock_id: int) -> HttpResponse:
    """Set how many pieces were counted."""
    stock = access_stock(request.standing, stock_id, to=Right.RESPOND)
    form = CountForm(request.POST)
    if form.is_valid():
        count_stock(stock=stock, amount=form.cleaned_data["amount"], by=request.person, now=now())
    return redirect("deployment:teams")


@require_http_methods(["GET", "POST"])
@signed_in
def road_closing(request: Request) -> HttpResponse:
    """Close a road."""
    require(request.standing, Right.RESPOND)
    form = ClosureForm(request.POST or None)
    if not form.is_valid():
        return _form(request, form, title=_("Close a road"))
    close_road(org=_own_org(request, Right.RESPOND), by=request.person, now=now(), **form.cleaned_data)
    return redirect("deployment:teams")


@require_POST
@signed_in
def road_reopening(request: Request, closure_id: int) -> HttpResponse:
    """Reopen a road."""
    reopen_road(closure=access_closure(request.standing, closure_id, to=Right.RESPOND), by=request.person, now=now())
    return redirect("deployment:teams")


def _readiness(request: Request, sendable: Sendable) -> HttpResponse:
    to = request.POST.get("to", "")
    if to not in Readiness.values:
        return redirect("deployment:teams")
    set_readiness(sendable, to=Readiness(to), by=request.person, now=now())
    return teams_fragment(request) if request.htmx else redirect("deployment:teams")


def teams_fragment(request: Request) -> HttpResponse:
    """Return the list as it is now."""
    return render(request, "deployment/_teams.html", {"page": readiness_page(request.standing)})


def _entering(request: Request, form: TeamForm | VehicleForm, *, title: str) -> HttpResponse:
    if not form.is_valid():
        return _form(request, form, title=title)
    require_in(request.standing, Right.EDIT_BASE, form.cleaned_data["org"])
    enter_sendable(form.save(commit=False), by=request.person, now=now())
    return redirect("deployment:teams")


def _form(request: Request, form: "ModelForm[object]", *, title: str) -> HttpResponse:  # type: ignore[type-var]
    context = {"form": form, "title": title}
    return render(request, "deployment/form.html", context, status=422 if form.is_bound else 200)


def _own_org(request: Request, right: Right) -> Org:
    """Return the unit highest in the tree in which the person holds a right. Raises: NotAllowed."""
    held = [grant for grant in request.standing.grants if right in grant.rights]
    if not held:
        raise NotAllowed
    return Org.objects.get(pk=min(held, key=lambda grant: len(grant.path)).org_id)
