"""Pages of base information."""

from django.urls import path

from linan.registry.web import buildings, households, residents
from linan.registry.web.places import place_urls

app_name = "registry"
urlpatterns = [
    path("registry/buildings/", buildings.buildings, name="buildings"),
    path("registry/buildings/adding/", buildings.adding, name="building-adding"),
    path("registry/buildings/importing/", buildings.importing, name="building-importing"),
    path("registry/buildings/exporting/", buildings.exporting, name="building-exporting"),
    path("registry/buildings/<int:building_id>/", buildings.building, name="building"),
    path("registry/buildings/<int:building_id>/editing/", buildings.editing, name="building-editing"),
    path("registry/residents/", residents.residents, name="residents"),
    path("registry/residents/<int:resident_id>/", residents.resident, name="resident"),
    path("registry/residents/<int:resident_id>/revealing/", residents.revealing, name="resident-revealing"),
    path("registry/buildings/<int:building_id>/households/", households.adding, name="household-adding"),
    path("registry/households/<int:household_id>/residents/", households.resident_adding, name="resident-adding"),
    path("registry/residents/<int:resident_id>/editing/", households.resident_editing, name="resident-editing"),
    *place_urls(),
]
