"""Hand-overs: written by whoever leaves, taken by whoever comes."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from linan.ground.access.decorators import signed_in
from linan.ground.access.doors import require_in
from linan.ground.access.rights import Right
from linan.ground.clock import now
from linan.ground.web import Request
from linan.logistics.duty.access import access_hand_over
from linan.logistics.duty.actions import hand_over, take_over
from linan.logistics.duty.web.roster import unit_of


@require_POST
@signed_in
def writing(request: Request) -> HttpResponse:
    """Write down what whoever comes must know."""
    org = unit_of(request.standing)
    require_in(request.standing, Right.RESPOND, org)
    hand_over(request.POST.get("text", "")[:4000], org=org, by=request.person, now=now())
    return redirect("duty:roster")


@require_POST
@signed_in
def taking(request: Request, hand_over_id: int) -> HttpResponse:
    """Take a hand-over: read, and on duty from here on."""
    row = access_hand_over(request.standing, hand_over_id, to=Right.RESPOND)
    take_over(row.pk, by=request.person, now=now())
    return redirect("duty:roster")
