"""Refuge cards: printed for a household, scanned at a shelter."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_http_methods

from linan.ground.access.decorators import signed_in
from linan.ground.access.doors import require
from linan.ground.access.rights import Right
from linan.ground.clock import now
from linan.ground.ui.codes import drawn
from linan.ground.web import Request
from linan.logistics.shelters.actions.cards import card_of, cards_of
from linan.logistics.shelters.models import RefugeCard
from linan.logistics.shelters.queries import nearest_shelters, shelters_in_use
from linan.logistics.shelters.web.desk import SESSION_KEY
from linan.registry.access import access_building, access_household
from linan.registry.queries import households_in_building

NEAREST = 3


@require_http_methods(["GET", "POST"])
@signed_in
def card(request: Request, household_id: int) -> HttpResponse:
    """Show a household's refuge card, ready to be printed; the first one is made when it is asked for."""
    row = access_household(request.standing, household_id, to=Right.RESPOND)
    if request.method == "POST":
        card_of(row, now=now())
        return redirect("shelters:card", row.pk)
    found = RefugeCard.objects.filter(household=row).first()
    address = address_of(found) if found else ""
    context = {
        "household": row, "card": found, "address": address, "code": drawn(address) if found else "",
        "nearest": nearest_shelters(row.building.lon, row.building.lat)[:NEAREST],
    }
    return render(request, "shelters/card.html", context)


@require_GET
@signed_in
def scanned(request: Request, code: str) -> HttpResponse:
    """Lead who scanned a card to the table where this browser registers, or let them choose one."""
    require(request.standing, Right.RESPOND)
    asked = urlencode({"q": code, "via": "card"})
    here = shelters_in_use().filter(pk=request.session.get(SESSION_KEY, 0)).first()
    if here is not None:
        return redirect(f"{reverse('shelters:desk', args=[here.pk])}?{asked}")
    return render(request, "shelters/scanned.html", {"shelters": shelters_in_use(), "asked": asked})


def address_of(card: RefugeCard) -> str:
    """Return the whole address that a card's code leads to."""
    return settings.PUBLIC_URL.rstrip("/") + reverse("shelters:scanned", args=[card.code])


@require_http_methods(["GET", "POST"])
@signed_in
def cards(request: Request, building_id: int) -> HttpResponse:
    """Show the refuge cards of a building, ready to be cut; those that are missing are made when asked for."""
    building = access_building(request.standing, building_id, to=Right.RESPOND)
    homes = list(households_in_building(building.pk).select_related("building", "org"))
    if request.method == "POST":
        cards_of(homes, now=now())
        return redirect("shelters:cards", building.pk)
    made = {one.household_id: one for one in RefugeCard.objects.filter(household__in=homes)}
    context = {
        "building": building, "missing": sum(home.pk not in made for home in homes),
        "cards": [(home, card, drawn(address_of(card))) for home in homes if (card := made.get(home.pk))],
        "nearest": nearest_shelters(building.lon, building.lat)[:NEAREST],
    }
    return render(request, "shelters/cards.html", context)
