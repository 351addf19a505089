"""Pages of base information."""

from django.urls import path

from linan.registry.web import buildings, households, resident_forms, residents
from linan.registry.web.places import place_urls
from linan.registry.web.tables import table_urls

app_name = "registry"
urlpatterns = [
    path("registry/buildings/", buildings.buildings, name="buildings"),
    path("registry/buildings/adding/", buildings.adding, name="building-adding"),
    path("registry/buildings/<int:building_id>/", buildings.building, name="building"),
    path("registry/buildings/<int:building_id>/editing/", buildings.editing, name="building-editing"),
    path("registry/residents/", residents.residents, name="residents"),
    path("registry/residents/<int:resident_id>/", residents.resident, name="resident"),
    path("registry/residents/<int:resident_id>/revealing/", residents.revealing, name="resident-revealing"),
    path("registry/buildings/<int:building_id>/households/", households.adding, name="household-adding"),
    path("registry/households/", households.households, name="households"),
    path("registry/households/<int:household_id>/", households.household, name="household"),
    path("registry/households/<int:household_id>/editing/", households.editing, name="household-editing"),
    path("registry/households/<int:household_id>/contact/", households.contact_revealing, name="contact-revealing"),
    path("registry/households/<int:household_id>/residents/", resident_forms.adding, name="resident-adding"),
    path("registry/residents/<int:resident_id>/editing/", resident_forms.editing, name="resident-editing"),
    path("registry/residents/<int:resident_id>/moving-in/", resident_forms.moving_in, name="resident-moving-in"),
    path("registry/residents/<int:resident_id>/moving-out/", resident_forms.moving_out, name="resident-moving-out"),
    *table_urls(),
    *place_urls(),
]
