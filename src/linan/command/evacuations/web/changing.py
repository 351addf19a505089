"""Pages for what changes while people walk: a way is blocked, a shelter is full."""

from functools import partial

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_GET, require_http_methods

from linan.command.evacuations.access import access_evacuation
from linan.command.evacuations.actions.news import report_blocked
from linan.command.evacuations.forms import BlockForm, FullForm, TouchForm
from linan.command.evacuations.pages import shelters_still_sought
from linan.command.evacuations.touching import outline_at, said_of, touched_path
from linan.ground.access.decorators import signed_in
from linan.ground.access.rights import Right
from linan.ground.clock import now
from linan.ground.refusals import Refused
from linan.ground.web import Request
from linan.logistics.shelters.access import access_shelter
from linan.logistics.shelters.actions.fullness import declare_full


@require_http_methods(["GET", "POST"])
@signed_in
def blocking(request: Request, evacuation_id: int) -> HttpResponse:
    """Report that nobody can pass somewhere; those whose way leads there get new orders."""
    found = access_evacuation(request.standing, evacuation_id, to=Right.RESPOND)
    form = BlockForm(request.POST or None, outline_at=partial(outline_at, found, now=now()))
    if form.is_valid():
        filled = form.cleaned_data
        report_blocked(
            evacuation_id=found.pk, polygon=filled["outline"], note=filled["note"], by=request.person, now=now()
        )
        return redirect("evacuations:evacuation", found.pk)
    return render(request, "evacuations/blocking.html", {"form": form, "evacuation": found})


@require_GET
@signed_in
def touched(request: Request, evacuation_id: int) -> HttpResponse:
    """Say which way is meant by a touch on the map, and how many have yet to pass it."""
    found = access_evacuation(request.standing, evacuation_id, to=Right.RESPOND)
    form = TouchForm(request.GET)
    if not form.is_valid():
        return JsonResponse({"words": ""})
    try:
        way = touched_path(found, **form.cleaned_data, now=now())
    except Refused as refusal:
        return JsonResponse({"words": str(refusal.sentence)})
    return JsonResponse(said_of(way) if way else {"words": ""})


@require_http_methods(["GET", "POST"])
@signed_in
def filling(request: Request, evacuation_id: int) -> HttpResponse:
    """Say that a shelter takes nobody more; those on the way to it get new orders."""
    found = access_evacuation(request.standing, evacuation_id, to=Right.RESPOND)
    form = FullForm(request.POST or None)
    if form.is_valid():
        shelter = access_shelter(request.standing, form.cleaned_data["shelter"], to=Right.RESPOND)
        declare_full(shelter_id=shelter.pk, by=request.person, now=now())
        return redirect("evacuations:evacuation", found.pk)
    lines = shelters_still_sought(found, standing=request.standing, now=now())
    return render(request, "evacuations/filling.html", {"evacuation": found, "lines": lines, "form": form})


urlpatterns = [
    path("evacuations/<int:evacuation_id>/blocked/", blocking, name="blocking"),
    path("evacuations/<int:evacuation_id>/path/", touched, name="touched"),
    path("evacuations/<int:evacuation_id>/full/", filling, name="filling"),
]
