"""Hand-overs: written by whoever leaves, taken by whoever comes after ticking what lies open."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from linan.ground.access.decorators import signed_in
from linan.ground.access.doors import require_in
from linan.ground.access.rights import Right
from linan.ground.clock import now
from linan.ground.refusals import Refused
from linan.ground.web import Request
from linan.logistics.duty.access import access_hand_over
from linan.logistics.duty.actions.handing import hand_over, take_over
from linan.logistics.duty.domain.points import blocking
from linan.logistics.duty.models import DutyMode, HandOver
from linan.logistics.duty.points import points_of
from linan.logistics.duty.web.roster import unit_of


@require_POST
@signed_in
def writing(request: Request) -> HttpResponse:
    """Write down what whoever comes must know."""
    org = unit_of(request.standing)
    require_in(request.standing, Right.RESPOND, org)
    mode = DutyMode.DRILL if request.POST.get("is_drill") else DutyMode.REAL
    hand_over(request.POST.get("text", "")[:4000], org=org, by=request.person, now=now(), mode=mode)
    return redirect("duty:roster")


@require_http_methods(["GET", "POST"])
@signed_in
def taking(request: Request, hand_over_id: int) -> HttpResponse:
    """Take a hand-over: everything that lies open is ticked one by one, and nothing unread is left."""
    row = access_hand_over(request.standing, hand_over_id, to=Right.RESPOND)
    if request.method == "GET":
        return _shown(request, row, refused=None)
    try:
        take_over(row.pk, ticked=request.POST.getlist("ticked"), by=request.person, now=now())
    except Refused as refused:
        return _shown(request, row, refused=refused)
    return redirect("duty:roster")


def _shown(request: Request, row: HandOver, *, refused: Refused | None) -> HttpResponse:
    points = points_of(row.org, mode=row.mode, now=now()) if row.taken_at is None else []
    context = {
        "hand_over": row, "points": [one for one in points if not one.blocks], "unread": blocking(points),
        "ticked": request.POST.getlist("ticked"), "refused": refused, "is_mine": row.written_by_id == request.person.pk,
    }
    return render(request, "duty/taking.html", context, status=refused.status if refused else 200)
