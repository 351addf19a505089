"""Pages of the deployment of an incident."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linan.command.deployment.access import access_deployment, access_need
from linan.command.deployment.actions.needs import Stated, call_off_need, state_need
from linan.command.deployment.actions.proposals import change_deployment, price_change, propose_deployment
from linan.command.deployment.actions.sending import send_deployment, withdraw_deployment
from linan.command.deployment.forms import NeedForm
from linan.command.deployment.models import Deployment
from linan.command.deployment.pages.deployments import STAY, cost_lines, deployment_page, options_of
from linan.command.domain.deployment.question import Pin
from linan.ground.access.decorators import signed_in
from linan.ground.access.rights import Right
from linan.ground.clock import now
from linan.ground.web import Request
from linan.response.access import access_incident
from linan.response.models import Incident


@require_GET
@signed_in
def of_incident(request: Request, incident_id: int) -> HttpResponse:
    """Show what an incident needs, what is proposed, and who is under way."""
    incident = access_incident(request.standing, incident_id, to=Right.SEE)
    path = incident.org.path
    context = {
        "page": deployment_page(incident), "may_command": request.standing.may(Right.COMMAND, path=path),
        "may_respond": request.standing.may(Right.RESPOND, path=path),
    }
    return render(request, "deployment/_deployment.html" if request.htmx else "deployment/deployment.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def need_stating(request: Request, incident_id: int) -> HttpResponse:
    """Say what an incident lacks."""
    incident = access_incident(request.standing, incident_id, to=Right.RESPOND)
    form = NeedForm(request.POST or None, initial=_first_words(incident))
    if not form.is_valid():
        context = {"form": form, "incident": incident}
        return render(request, "deployment/need.html", context, status=422 if form.is_bound else 200)
    state_need(_stated(form), incident=incident, by=request.person, now=now())
    return redirect("deployment:of-incident", incident.pk)


@require_POST
@signed_in
def need_off(request: Request, need_id: int) -> HttpResponse:
    """Call a need off."""
    need = access_need(request.standing, need_id, to=Right.COMMAND)
    call_off_need(need=need, by=request.person, now=now())
    return redirect("deployment:of-incident", need.incident_id)


@require_POST
@signed_in
def proposing(request: Request, incident_id: int) -> HttpResponse:
    """Work out who should go where."""
    incident = access_incident(request.standing, incident_id, to=Right.COMMAND)
    propose_deployment(incident=incident, by=request.person, now=now())
    return redirect("deployment:of-incident", incident.pk)


@require_http_methods(["GET", "POST"])
@signed_in
def changing(request: Request, deployment_id: int) -> HttpResponse:
    """Show what a choice by hand costs, and keep it once it is confirmed."""
    deployment = access_deployment(request.standing, deployment_id, to=Right.COMMAND)
    pin = _pin(request)
    if request.method == "POST" and pin is not None:
        change_deployment(deployment=deployment, pin=pin, seen=_seen(request), by=request.person, now=now())
        return redirect("deployment:of-incident", deployment.incident_id)
    context = _change(deployment, request.GET.get("source", ""), pin)
    if context is None:
        return redirect("deployment:of-incident", deployment.incident_id)
    return render(request, "deployment/change.html", context)


@require_POST
@signed_in
def sending(request: Request, deployment_id: int) -> HttpResponse:
    """Send everybody of the proposal that was seen."""
    deployment = access_deployment(request.standing, deployment_id, to=Right.COMMAND)
    send_deployment(deployment=deployment, seen=_seen(request), by=request.person, now=now())
    return redirect("deployment:of-incident", deployment.incident_id)


@require_POST
@signed_in
def withdrawing(request: Request, deployment_id: int) -> HttpResponse:
    """Drop a proposal or call everybody back."""
    deployment = access_deployment(request.standing, deployment_id, to=Right.COMMAND)
    withdraw_deployment(deployment=deployment, by=request.person, now=now())
    return redirect("deployment:of-incident", deployment.incident_id)


def _change(deployment: Deployment, source: str, pin: Pin | None) -> dict[str, Any] | None:
    """Return the page of one source, None when it is not on the list. Raises: ChoicesContradict, OutOfLimits."""
    listed, options = options_of(source, deployment, now=now())
    if listed is None:
        return None
    context = {
        "deployment": deployment, "listed": listed, "options": options, "stay": STAY,
        "now_at": next((one for one in deployment.items.select_related("need") if one.key == source), None),
    }
    if pin is None:
        return context
    worked, cost = price_change(deployment, pin, now=now())
    names = {one.source.key: one.source.name for one in worked.listed}
    names |= {one.key: one.name for one in worked.question.wants}
    return {**context, "chosen": pin.want or STAY, "cost": cost_lines(cost, names)}


def _pin(request: Request) -> Pin | None:
    said = request.POST if request.method == "POST" else request.GET
    source, want = said.get("source", ""), said.get("want", "")
    return Pin(source, None if want == STAY else want) if source and want else None


def _seen(request: Request) -> int:
    said = request.POST.get("seen", "")
    return int(said) if said.isdecimal() else 0


def _first_words(incident: Incident) -> dict[str, Any]:
    return {"place": incident.place or str(incident.building or ""), "lon": incident.lon, "lat": incident.lat}


def _stated(form: NeedForm) -> Stated:
    said, (lon, lat) = form.cleaned_data, form.point
    return Stated(
        what=said["what"], how_many=said["how_many"], place=said["place"], lon=lon, lat=lat, urgency=said["urgency"],
        by_when=now() + form.within if form.within else None,
    )
