"""Pages of path networks: which there are, and what was mended in each."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_GET

from linan.command.evacuations.access import access_network
from linan.command.evacuations.layers import network_layers
from linan.command.evacuations.models import PathNetwork
from linan.command.evacuations.network_faults import fault_rows, width_rows
from linan.command.evacuations.pages import mended_lines
from linan.ground.access.decorators import signed_in
from linan.ground.access.doors import require
from linan.ground.access.rights import Right
from linan.ground.web import Request


@require_GET
@signed_in
def networks(request: Request) -> HttpResponse:
    """List the networks in sight."""
    require(request.standing, Right.SEE)
    rows = PathNetwork.objects.select_related("org", "imported_by").defer("places", "paths", "org__boundary")
    return render(request, "evacuations/networks.html", {"networks": rows})


@require_GET
@signed_in
def network(request: Request, network_id: int) -> HttpResponse:
    """Show a network and what was mended in it."""
    found = access_network(request.standing, network_id, to=Right.SEE)
    report = found.mended.get("report", {})
    context = {"network": found, "lines": mended_lines(found), "faults": fault_rows(report), "widths": width_rows(report)}
    return render(request, "evacuations/network.html", context)


@require_GET
@signed_in
def network_map(request: Request, network_id: int) -> HttpResponse:
    """Send the paths of a network."""
    return JsonResponse(network_layers(access_network(request.standing, network_id, to=Right.SEE)))


urlpatterns = [
    path("networks/", networks, name="networks"),
    path("networks/<int:network_id>/", network, name="network"),
    path("networks/<int:network_id>/map/", network_map, name="network-map"),
]
