"""Writing a call, looking at whom it reaches, and letting it go."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from linan.ground.access.decorators import signed_in
from linan.ground.access.doors import require
from linan.ground.access.rights import Right
from linan.ground.clock import now
from linan.ground.orgs.models import Org
from linan.ground.refusals import NotAllowed
from linan.ground.web import Request
from linan.response.access import access_incident
from linan.response.calls.access import access_call
from linan.response.calls.actions.drafts import draft_call, redraft_call
from linan.response.calls.actions.release import (
    approve_call,
    decline_call,
    end_call,
    release_call,
    stop_call,
    submit_call,
)
from linan.response.calls.forms import CallForm, written
from linan.response.calls.pages import first_words
from linan.response.models import Incident


@require_http_methods(["GET", "POST"])
@signed_in
def write(request: Request) -> HttpResponse:
    """Write a call, for an incident where one is named."""
    require(request.standing, Right.COMMAND)
    incident = _incident(request)
    org = incident.org if incident else own_org(request, Right.COMMAND)
    first = first_words(incident, org) if incident else None
    form = CallForm(request.POST or None, initial=first, org=org, org_ids=request.standing.org_ids, incident=incident)
    if form.is_valid():
        call = draft_call(org=org, draft=form.draft(), by=request.person, now=now())
        return redirect("calls:call", call.pk)
    return render(request, "calls/write.html", {"form": form, "incident": incident})


@require_http_methods(["GET", "POST"])
@signed_in
def edit(request: Request, call_id: int) -> HttpResponse:
    """Change a call that nobody was called by yet."""
    call = access_call(request.standing, call_id, to=Right.COMMAND)
    form = CallForm(
        request.POST or None, initial=written(call), org=call.org, org_ids=request.standing.org_ids, incident=call.incident
    )
    if form.is_valid():
        redraft_call(call_id=call.pk, draft=form.draft(), by=request.person, now=now())
        return redirect("calls:call", call.pk)
    return render(request, "calls/write.html", {"form": form, "incident": call.incident, "call": call})


@require_POST
@signed_in
def release(request: Request, call_id: int) -> HttpResponse:
    """Send the call to as many as were counted."""
    call = access_call(request.standing, call_id, to=Right.COMMAND)
    release_call(call_id=call.pk, seen=_seen(request), by=request.person, now=now())
    return redirect("calls:call", call.pk)


@require_POST
@signed_in
def submit(request: Request, call_id: int) -> HttpResponse:
    """Ask a second person."""
    call = access_call(request.standing, call_id, to=Right.COMMAND)
    submit_call(call_id=call.pk, by=request.person, now=now())
    return redirect("calls:call", call.pk)


@require_POST
@signed_in
def decide(request: Request, call_id: int) -> HttpResponse:
    """Approve a submitted call, or do not."""
    call = access_call(request.standing, call_id, to=Right.COMMAND)
    if "approve" in request.POST:
        approve_call(call_id=call.pk, seen=_seen(request), by=request.person, now=now())
    else:
        decline_call(call_id=call.pk, note=request.POST.get("note", ""), by=request.person, now=now())
    return redirect("calls:call", call.pk)


@require_POST
@signed_in
def stop(request: Request, call_id: int) -> HttpResponse:
    """Stop a call at once."""
    call = access_call(request.standing, call_id, to=Right.COMMAND)
    stop_call(call_id=call.pk, by=request.person, now=now())
    return redirect("calls:call", call.pk)


@require_POST
@signed_in
def end(request: Request, call_id: int) -> HttpResponse:
    """End a call that has done its work."""
    call = access_call(request.standing, call_id, to=Right.COMMAND)
    end_call(call_id=call.pk, by=request.person, now=now())
    return redirect("calls:call", call.pk)


def _incident(request: Request) -> Incident | None:
    named = request.GET.get("incident", "")
    return access_incident(request.standing, int(named), to=Right.COMMAND) if named.isdecimal() else None


def own_org(request: Request, right: Right) -> Org:
    """Return the unit in which the person holds a right; of several the one highest in the tree. Raises: NotAllowed."""
    held = [grant for grant in request.standing.grants if right in grant.rights]
    if not held:
        raise NotAllowed
    return Org.objects.get(pk=min(held, key=lambda grant: len(grant.path)).org_id)


def _seen(request: Request) -> int:
    said = request.POST.get("seen", "")
    return int(said) if said.isdecimal() else 0
