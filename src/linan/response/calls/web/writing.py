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
from linan.response.calls.beginnings import beginning_of
from linan.response.calls.forms import CallForm, written


@require_http_methods(["GET", "POST"])
@signed_in
def write(request: Request) -> HttpResponse:
    """Write a call, for an incident, a warning or a notice where one is named."""
    require(request.standing, Right.COMMAND)
    begun = beginning_of(request.GET, request.standing, now=now())
    org = begun.org or own_org(request, Right.COMMAND)
    form = CallForm(
        request.POST or None, initial=dict(begun.first), org=org, org_ids=request.standing.org_ids, incident=begun.incident
    )
    if form.is_valid():
        call = draft_call(org=org, draft=form.draft(warning=begun.warning), by=request.person, now=now())
        return redirect("calls:call", call.pk)
    return render(request, "calls/write.html", {"form": form, "incident": begun.incident, "begun": begun})


@require_http_methods(["GET", "POST"])
@signed_in
def edit(request: Request, call_id: int) -> HttpResponse:
    """Change a call that nobody was called by yet."""
    call = access_call(request.standing, call_id, to=Right.COMMAND)
    form = CallForm(
        request.POST or None, initial=written(call), org=call.org, org_ids=request.standing.org_ids, incident=call.incident
    )
    if form.is_valid():
        redraft_call(call_id=call.pk, draft=form.draft(warning=call.warning), by=request.person, now=now())
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


def own_org(request: Request, right: Right) -> Org:
    """Return the unit in which the person holds a right; of several the one highest in the tree. Raises: NotAllowed."""
    held = [grant for grant in request.standing.grants if right in grant.rights]
    if not held:
        raise NotAllowed
    return Org.objects.get(pk=min(held, key=lambda grant: len(grant.path)).org_id)


def _seen(request: Request) -> int:
    said = request.POST.get("seen", "")
    return int(said) if said.isdecimal() else 0
