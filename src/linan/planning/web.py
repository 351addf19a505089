"""Pages of planning."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_GET, require_POST

from linan.ground.access.decorators import signed_in
from linan.ground.access.doors import require, require_in
from linan.ground.access.rights import Right
from linan.ground.clock import now
from linan.ground.orgs.models import Org
from linan.ground.refusals import NotFound
from linan.ground.web import Request
from linan.planning.access import access_plan, access_proposal
from linan.planning.actions import activate_plan, adopt_plan, change_level, decline_plan
from linan.planning.domain.text import plan_from
from linan.planning.queries import plans_for_list, plans_on_offer, proposal_of_incident
from linan.response.access import access_incident
from linan.response.kinds import kind_of_sub_code


@require_GET
@signed_in
def plans(request: Request) -> HttpResponse:
    """Show the plans in force, and those that may be put into force."""
    require(request.standing, Right.SEE)
    context = {"plans": plans_for_list(), "offers": plans_on_offer(request.standing)}
    return render(request, "planning/plans.html", context)


@require_POST
@signed_in
def adoption(request: Request, org_id: int, key: str) -> HttpResponse:
    """Put a plan that comes along into force in a unit."""
    org = Org.objects.filter(pk=org_id).first()
    if org is None:
        raise NotFound
    require_in(request.standing, Right.AUTHOR, org)
    row = adopt_plan(org=org, key=key, by=request.person, now=now())
    return redirect("planning:plan", row.pk)


@require_GET
@signed_in
def plan(request: Request, plan_id: int) -> HttpResponse:
    """Show one plan as it can be read and printed."""
    row = access_plan(request.standing, plan_id, to=Right.SEE)
    version = row.versions.order_by("-number")[:1].get()
    text = plan_from(version.content)
    context = {
        "plan": row, "version": version, "text": text, "kind": kind_of_sub_code(row.sub_code),
    }
    return render(request, "planning/plan.html", context)


@require_GET
@signed_in
def proposal_of(request: Request, incident_id: int) -> HttpResponse:
    """Show the plan proposed for an incident, with its reasons."""
    incident = access_incident(request.standing, incident_id, to=Right.SEE)
    proposal = proposal_of_incident(incident.pk)
    context = {
        "incident": incident, "proposal": proposal,
        "text": plan_from(proposal.version.content) if proposal else None,
        "may_command": incident.is_open and request.standing.may(Right.COMMAND, path=incident.org.path),
    }
    return render(request, "planning/_proposal.html" if request.htmx else "planning/proposal.html", context)


@require_POST
@signed_in
def activation(request: Request, proposal_id: int) -> HttpResponse:
    """Activate a proposed plan at the level chosen."""
    proposal = access_proposal(request.standing, proposal_id, to=Right.COMMAND)
    level = request.POST.get("level") or proposal.level
    activate_plan(proposal_id=proposal.pk, level=level, by=request.person, now=now())
    return redirect("response:incident", proposal.incident_id)


@require_POST
@signed_in
def leveling(request: Request, proposal_id: int) -> HttpResponse:
    """Carry a plan on at another level, with a reason."""
    proposal = access_proposal(request.standing, proposal_id, to=Right.COMMAND)
    level, reason = request.POST.get("level", ""), request.POST.get("reason", "")[:2000]
    change_level(proposal_id=proposal.pk, level=level, reason=reason, by=request.person, now=now())
    return redirect("response:incident", proposal.incident_id)


@require_POST
@signed_in
def declining(request: Request, proposal_id: int) -> HttpResponse:
    """Decline a proposed plan with a reason."""
    proposal = access_proposal(request.standing, proposal_id, to=Right.COMMAND)
    reason = request.POST.get("reason", "")[:2000]
    decline_plan(proposal_id=proposal.pk, reason=reason, by=request.person, now=now())
    return redirect("response:incident", proposal.incident_id)


app_name = "planning"
urlpatterns = [
    path("plans/", plans, name="plans"),
    path("plans/<int:plan_id>/", plan, name="plan"),
    path("organisations/<int:org_id>/plans/<slug:key>/adopt/", adoption, name="adoption"),
    path("incidents/<int:incident_id>/proposal/", proposal_of, name="proposal-of-incident"),
    path("proposals/<int:proposal_id>/activate/", activation, name="activation"),
    path("proposals/<int:proposal_id>/level/", leveling, name="leveling"),
    path("proposals/<int:proposal_id>/decline/", declining, name="declining"),
]
