"""The mode in which a community lives: shown, explained and switched."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from linan.command.access import access_map
from linan.command.modes import (
    TITLES,
    armed_conditions,
    mode_of,
    mode_row,
    mode_rules,
    present_mode,
    roster_of,
)
from linan.command.wall import home_of
from linan.ground.access.decorators import signed_in
from linan.ground.access.doors import require_in
from linan.ground.access.rights import Right
from linan.ground.clock import now
from linan.ground.orgs.models import Org
from linan.ground.refusals import Refused
from linan.ground.text import say
from linan.ground.web import Request
from linan.monitoring.actions.modes import switch_mode


@require_http_methods(["GET", "POST"])
@signed_in
def modes(request: Request) -> HttpResponse:
    """Show the present mode and what each mode changes; switch it with a reason."""
    access_map(request.standing)
    org = home_of(request.standing)
    if request.method == "GET":
        return _page(request, org)
    require_in(request.standing, Right.COMMAND, org)
    said = {name: request.POST.get(name, "") for name in ("mode", "reason")}
    try:
        switch_mode(org_id=org.pk, **said, by=request.person, now=now())
    except Refused as refusal:
        return _page(request, org, refusal)
    return redirect("command:modes")


@require_GET
@signed_in
def mode_chip(request: Request) -> HttpResponse:
    """Show in the head of a page in which mode we live."""
    access_map(request.standing)
    return render(request, "command/_mode_chip.html", {"mode": present_mode(home_of(request.standing))})


def _page(request: Request, org: Org, refusal: Refused | None = None) -> HttpResponse:
    row = mode_row(org)
    mode = mode_of(row)
    context = {
        "org": org, "row": row, "mode": mode, "armed": armed_conditions(),
        "modes": [(key, say(TITLES[key]), rule) for key, rule in mode_rules().items()], "refusal": refusal,
        "roster": roster_of(org, mode, now=now()), "may_switch": request.standing.may(Right.COMMAND, path=org.path),
    }
    return render(request, "command/modes.html", context, status=refusal.status if refusal else 200)
