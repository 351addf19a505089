"""Pages of the plan: asking for it, watching it, ordering, ending."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linan.command.evacuations.access import access_evacuation, access_zone
from linan.command.evacuations.actions.orders import order_evacuation
from linan.command.evacuations.actions.plans import ask_again, ask_plan, end_evacuation, stop_planning
from linan.command.evacuations.asking import proposed_shelters, shelters_near
from linan.command.evacuations.forms import PlanForm
from linan.command.evacuations.layers import evacuation_layers
from linan.command.evacuations.models import DangerZone, Evacuation, EvacuationStatus
from linan.command.evacuations.pages import evacuation_page
from linan.command.evacuations.queries import households_in_zone
from linan.ground.access.decorators import signed_in
from linan.ground.access.rights import Right
from linan.ground.access.scopes import everywhere
from linan.ground.clock import now
from linan.ground.web import Request
from linan.response.models import Mode


@require_http_methods(["GET", "POST"])
@signed_in
def planning(request: Request, zone_id: int) -> HttpResponse:
    """Ask for a plan of a zone."""
    zone = access_zone(request.standing, zone_id, to=Right.COMMAND)
    form = _form(request, zone)
    if form.is_valid():
        evacuation = ask_plan(
            zone=zone, shelters=form.chosen, seconds=form.cleaned_data["seconds"],
            mode=Mode(form.cleaned_data.get("mode") or Mode.REAL), by=request.person, now=now(),
        )
        return redirect("evacuations:evacuation", evacuation.pk)
    return render(request, "evacuations/planning.html", {"form": form, "zone": zone})


@require_http_methods(["GET", "POST"])
@signed_in
def again(request: Request, evacuation_id: int) -> HttpResponse:
    """Ask for another plan of the same evacuation."""
    evacuation = access_evacuation(request.standing, evacuation_id, to=Right.COMMAND)
    form = _form(request, evacuation.zone, evacuation)
    if form.is_valid():
        seconds = form.cleaned_data["seconds"]
        ask_again(evacuation_id=evacuation.pk, shelters=form.chosen, seconds=seconds, by=request.person, now=now())
        return redirect("evacuations:evacuation", evacuation.pk)
    return render(request, "evacuations/planning.html", {"form": form, "zone": evacuation.zone})


@require_GET
@signed_in
def evacuation(request: Request, evacuation_id: int) -> HttpResponse:
    """Show an evacuation: how far the plan is, what it says, and what comes next."""
    found = access_evacuation(request.standing, evacuation_id, to=Right.SEE)
    page = evacuation_page(found, standing=request.standing, now=now())
    name = "evacuations/_evacuation.html" if request.htmx else "evacuations/evacuation.html"
    return render(request, name, {"page": page, "evacuation": found})


@require_GET
@signed_in
def evacuation_map(request: Request, evacuation_id: int) -> HttpResponse:
    """Send what the map of an evacuation draws."""
    found = access_evacuation(request.standing, evacuation_id, to=Right.SEE)
    return JsonResponse(evacuation_layers(found, now=now()))


@require_POST
@signed_in
def stop(request: Request, evacuation_id: int) -> HttpResponse:
    """End the search for a better plan."""
    found = access_evacuation(request.standing, evacuation_id, to=Right.COMMAND)
    stop_planning(evacuation_id=found.pk, now=now())
    return redirect("evacuations:evacuation", found.pk)


@require_POST
@signed_in
def order(request: Request, evacuation_id: int) -> HttpResponse:
    """Give every household its order."""
    found = access_evacuation(request.standing, evacuation_id, to=Right.COMMAND)
    with everywhere():  # shelters and contacts may belong to a neighbour
        order_evacuation(evacuation_id=found.pk, by=request.person, now=now())
    return redirect("evacuations:evacuation", found.pk)


@require_POST
@signed_in
def ending(request: Request, evacuation_id: int) -> HttpResponse:
    """Finish or cancel an evacuation."""
    found = access_evacuation(request.standing, evacuation_id, to=Right.COMMAND)
    to = EvacuationStatus.CANCELLED if "cancel" in request.POST else EvacuationStatus.FINISHED
    end_evacuation(evacuation_id=found.pk, to=to, by=request.person, now=now())
    return redirect("evacuations:evacuation", found.pk)


def _form(request: Request, zone: DangerZone, evacuation: Evacuation | None = None) -> PlanForm:
    with everywhere():
        near = shelters_near(zone)
        people = sum(one.headcount for one in households_in_zone(zone))  # type: ignore[attr-defined]
    chosen = evacuation.shelters if evacuation else proposed_shelters(near, people=people)
    asks_mode = zone.incident_id is None and evacuation is None
    return PlanForm(request.POST or None, near=near, chosen=chosen, asks_mode=asks_mode)


urlpatterns = [
    path("zones/<int:zone_id>/plan/", planning, name="planning"),
    path("evacuations/<int:evacuation_id>/", evacuation, name="evacuation"),
    path("evacuations/<int:evacuation_id>/again/", again, name="again"),
    path("evacuations/<int:evacuation_id>/map/", evacuation_map, name="evacuation-map"),
    path("evacuations/<int:evacuation_id>/stop/", stop, name="stop"),
    path("evacuations/<int:evacuation_id>/order/", order, name="order"),
    path("evacuations/<int:evacuation_id>/end/", ending, name="ending"),
]
