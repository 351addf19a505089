"""Pages of orders: the list, slips to print, scripts to read out, the household's own page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from linan.command.evacuations.access import access_evacuation, access_own_order
from linan.command.evacuations.calling import draft_evacuation_call
from linan.command.evacuations.order_pages import blocks_of, own_page, scripts_of, slips_of
from linan.command.evacuations.queries import order_counts, orders_in_force
from linan.ground.access.decorators import signed_in
from linan.ground.access.rights import Right
from linan.ground.access.scopes import everywhere
from linan.ground.clock import now
from linan.ground.web import Request


@require_GET
@signed_in
def orders(request: Request, evacuation_id: int) -> HttpResponse:
    """List the orders that hold, by building; those without a way first."""
    found = access_evacuation(request.standing, evacuation_id, to=Right.SEE)
    rows = list(orders_in_force(found.pk))
    context = {
        "evacuation": found, "blocks": blocks_of(rows), "counts": order_counts(found.pk),
        "left": [one for one in rows if one.is_unreachable],
    }
    return render(request, "evacuations/orders.html", context)


@require_GET
@signed_in
def slips(request: Request, evacuation_id: int) -> HttpResponse:
    """Show the slips of one building, ready to be printed."""
    found = access_evacuation(request.standing, evacuation_id, to=Right.RESPOND)
    blocks = blocks_of(list(orders_in_force(found.pk)))
    asked = request.GET.get("building", "")
    block = next((one for one in blocks if str(one.building.pk) == asked), blocks[0] if blocks else None)
    context = {"evacuation": found, "blocks": blocks, "block": block, "slips": slips_of(block.orders) if block else []}
    return render(request, "evacuations/slips.html", context)


@require_GET
@signed_in
def scripts(request: Request, evacuation_id: int) -> HttpResponse:
    """Show what is said over the loudspeaker and at the doors, building by building."""
    found = access_evacuation(request.standing, evacuation_id, to=Right.RESPOND)
    context = {"evacuation": found, "scripts": scripts_of(list(orders_in_force(found.pk)))}
    return render(request, "evacuations/scripts.html", context)


@require_POST
@signed_in
def call(request: Request, evacuation_id: int) -> HttpResponse:
    """Draft a call to the households of the zone; it is looked at before it goes."""
    found = access_evacuation(request.standing, evacuation_id, to=Right.COMMAND)
    draft = draft_evacuation_call(found, by=request.person, now=now())
    return redirect("calls:call", draft.pk)


@never_cache
@require_GET
def own(request: HttpRequest, token: str) -> HttpResponse:
    """Show a household its order. The address is the key: no account is asked for."""
    order = access_own_order(token)
    with everywhere():
        answer = render(request, "evacuations/own.html", {"slip": own_page(order), "order": order})
    answer["Referrer-Policy"] = "same-origin"  # the address is the key; its forms are sent as from this house
    return answer


urlpatterns = [
    path("evacuations/<int:evacuation_id>/orders/", orders, name="orders"),
    path("evacuations/<int:evacuation_id>/slips/", slips, name="slips"),
    path("evacuations/<int:evacuation_id>/scripts/", scripts, name="scripts"),
    path("evacuations/<int:evacuation_id>/call/", call, name="call"),
    path("e/<str:token>/", own, name="own"),
]
