"""Addresses of evacuations."""

from django.urls import path

from linan.command.evacuations.web import (
    board,
    changing,
    doors,
    doorstep,
    helping,
    networks,
    orders,
    plans,
    returns,
    zones,
)

app_name = "evacuations"
urlpatterns = [
    *returns.urlpatterns,
    *doorstep.urlpatterns,
    *board.urlpatterns,
    *changing.urlpatterns,
    *doors.urlpatterns,
    *helping.urlpatterns,
    *networks.urlpatterns,
    *orders.urlpatterns,
    *plans.urlpatterns,
    path("zones/", zones.zones, name="zones"),
    path("zones/declare/", zones.declaring, name="declaring"),
    path("zones/<int:zone_id>/", zones.zone, name="zone"),
    path("zones/<int:zone_id>/people/", zones.people, name="zone-people"),
    path("zones/<int:zone_id>/outline/", zones.outline, name="outline"),
    path("zones/<int:zone_id>/map/", zones.zone_map, name="zone-map"),
    path("zones/of-incident/<int:incident_id>/", zones.of_incident, name="zones-of-incident"),
]
