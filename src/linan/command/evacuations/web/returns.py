"""The return gate: shut until a named authority has signed, then household by household."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_GET, require_POST

from linan.command.evacuations.access import access_evacuation
from linan.command.evacuations.actions.returns import Signature, mark_returned, sign_danger_cleared
from linan.command.evacuations.gate import gate_page
from linan.command.evacuations.models import Evacuation
from linan.command.evacuations.web.doors import NotReadable
from linan.ground.access.decorators import signed_in
from linan.ground.access.rights import Right
from linan.ground.clock import now
from linan.ground.refusals import Refused
from linan.ground.web import Request


@require_GET
@signed_in
def returns(request: Request, evacuation_id: int) -> HttpResponse:
    """Show whether the gate is open, who signed, and who is home again."""
    return _page(request, access_evacuation(request.standing, evacuation_id, to=Right.SEE))


@require_POST
@signed_in
def clearing(request: Request, evacuation_id: int) -> HttpResponse:
    """Sign that the danger of the zone is over."""
    row = access_evacuation(request.standing, evacuation_id, to=Right.COMMAND)
    said = {name: request.POST.get(name, "") for name in ("authority", "official", "finding")}
    try:
        sign_danger_cleared(Signature(**said), zone_id=row.zone_id, by=request.person, now=now())
    except Refused as refusal:
        return _page(request, row, refusal=refusal)
    return redirect("evacuations:returns", row.pk)


@require_POST
@signed_in
def returned(request: Request, evacuation_id: int) -> HttpResponse:
    """Mark the chosen households as home again."""
    row = access_evacuation(request.standing, evacuation_id, to=Right.RESPOND)
    try:
        entry_ids = [int(one) for one in request.POST.getlist("entries")]
    except ValueError as error:
        raise NotReadable from error
    try:
        mark_returned(evacuation_id=row.pk, entry_ids=entry_ids, by=request.person, now=now())
    except Refused as refusal:
        return _page(request, row, refusal=refusal)
    return redirect("evacuations:returns", row.pk)


def _page(request: Request, row: Evacuation, *, refusal: Refused | None = None) -> HttpResponse:
    context = {
        "page": gate_page(row), "refusal": refusal, "said": request.POST,
        "may_command": request.standing.may(Right.COMMAND, path=row.org.path),
        "may_respond": request.standing.may(Right.RESPOND, path=row.org.path),
    }
    template = "evacuations/_returns.html" if request.htmx and not refusal else "evacuations/returns.html"
    return render(request, template, context, status=refusal.status if refusal else 200)


urlpatterns = [
    path("evacuations/<int:evacuation_id>/returns/", returns, name="returns"),
    path("evacuations/<int:evacuation_id>/returns/clearing/", clearing, name="clearing"),
    path("evacuations/<int:evacuation_id>/returns/returned/", returned, name="returned"),
]
