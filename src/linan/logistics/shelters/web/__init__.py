"""Addresses of shelters."""

from django.urls import path

from linan.logistics.shelters.web import cards, desk, needs, openings, places, stays

app_name = "shelters"
urlpatterns = [
    path("shelters/", places.shelters, name="shelters"),
    path("shelters/enter/", places.entering, name="entering"),
    path("shelters/needs/", needs.needs_of_all, name="needs-of-all"),
    path("shelters/card/<str:code>/", cards.scanned, name="scanned"),
    path("shelters/households/<int:household_id>/card/", cards.card, name="card"),
    path("shelters/buildings/<int:building_id>/cards/", cards.cards, name="cards"),
    path("shelters/stays/<int:stay_id>/", stays.stay, name="stay"),
    path("shelters/stays/<int:stay_id>/number/", stays.number, name="number"),
    path("shelters/stays/<int:stay_id>/household/", stays.matching, name="matching"),
    path("shelters/stays/<int:stay_id>/leaving/", stays.leaving, name="leaving"),
    path("shelters/<int:shelter_id>/", places.shelter, name="shelter"),
    path("shelters/<int:shelter_id>/editing/", places.editing, name="editing"),
    path("shelters/<int:shelter_id>/opening/", openings.opening, name="opening"),
    path("shelters/<int:shelter_id>/closing/", openings.closing, name="closing"),
    path("shelters/<int:shelter_id>/full/", openings.full, name="full"),
    path("shelters/<int:shelter_id>/free/", openings.free, name="free"),
    path("shelters/<int:shelter_id>/desk/", desk.desk, name="desk"),
    path("shelters/<int:shelter_id>/arrivals/", desk.arrivals, name="arrivals"),
    path("shelters/<int:shelter_id>/needs/", needs.needs, name="needs"),
]
