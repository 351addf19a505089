"""Pages of the three lists of places: risk sources, protected targets, resources. One pattern for all."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db import models
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.views.decorators.http import require_GET, require_http_methods

from linan.ground.access.decorators import signed_in
from linan.ground.access.doors import Standing, require, require_in
from linan.ground.access.rights import Right
from linan.ground.clock import now
from linan.ground.text import noop, say
from linan.ground.web import Request
from linan.registry.access import access_protected_target, access_resource, access_risk_source
from linan.registry.actions.entries import AnyPlace, keep_place
from linan.registry.models import ProtectedTarget, Resource, ResourceKind, RiskKind, RiskSource, TargetKind
from linan.registry.web.forms import ProtectedTargetForm, ResourceForm, RiskSourceForm

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class PlaceList:
    """One of the lists: its address words, its model and form, and what it is called. number: its own column."""

    noun: str
    rows: Callable[[], models.QuerySet[Any]]
    form: Callable[..., Any]
    door: Callable[..., AnyPlace]
    kinds: type[models.TextChoices]
    title: str
    add: str
    number: str = ""


LISTS = {
    one.noun: one
    for one in (
        PlaceList(
            "risk-source", lambda: RiskSource.objects.all(), RiskSourceForm, access_risk_source, RiskKind,
            noop("Risk sources"), noop("Add a risk source"),
        ),
        PlaceList(
            "protected-target", lambda: ProtectedTarget.objects.all(), ProtectedTargetForm, access_protected_target,
            TargetKind, noop("Protected targets"), noop("Add a protected target"), "headcount",
        ),
        PlaceList(
            "resource", lambda: Resource.objects.all(), ResourceForm, access_resource, ResourceKind,
            noop("Resources"), noop("Add a resource"), "capacity",
        ),
    )
}


@require_GET
@signed_in
def places(request: Request, noun: str) -> HttpResponse:
    """List the places of one list: search and kind."""
    require(request.standing, Right.SEE)
    listed = LISTS[noun]
    page = Paginator(places_asked(request, listed), PER_PAGE).get_page(request.GET.get("page"))
    context = _words(request, listed) | {"page": page, "chosen": request.GET, "kinds": listed.kinds.choices}
    return render(request, "registry/places.html", context)


def places_asked(request: Request, listed: PlaceList) -> models.QuerySet[Any]:
    """Return the places that the search of a request asks for."""
    rows = listed.rows().select_related("org").order_by("kind", "name", "pk")
    if text := request.GET.get("q", "").replace("\0", "").strip():
        rows = rows.filter(Q(name__icontains=text) | Q(code__icontains=text))
    if kind := request.GET.get("kind", ""):
        rows = rows.filter(kind=kind)
    return rows


@require_GET
@signed_in
def place(request: Request, noun: str, place_id: int) -> HttpResponse:
    """Show one place."""
    listed = LISTS[noun]
    row = listed.door(request.standing, place_id, to=Right.SEE)
    words = _words(request, listed) | {"may_edit": _may_edit(request.standing, row)}
    return render(request, "registry/place.html", words | {"place": row, "number": getattr(row, listed.number or "pk")})


@require_http_methods(["GET", "POST"])
@signed_in
def adding(request: Request, noun: str) -> HttpResponse:
    """Enter a place."""
    require(request.standing, Right.EDIT_BASE)
    listed = LISTS[noun]
    return _form_page(request, listed, listed.form(request.POST or None, orgs=request.standing.org_ids))


@require_http_methods(["GET", "POST"])
@signed_in
def editing(request: Request, noun: str, place_id: int) -> HttpResponse:
    """Change a place."""
    listed = LISTS[noun]
    row = listed.door(request.standing, place_id, to=Right.EDIT_BASE)
    return _form_page(request, listed, listed.form(request.POST or None, instance=row, orgs=request.standing.org_ids))


def _form_page(request: Request, listed: PlaceList, form: Any) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        require_in(request.standing, Right.EDIT_BASE, form.cleaned_data["org"])
        kept = keep_place(form.save(commit=False), by=request.person, now=now())
        return redirect(f"registry:{listed.noun}", kept.pk)
    status = 422 if form.is_bound else 200
    return render(request, "registry/place_form.html", _words(request, listed) | {"form": form}, status=status)


def _may_edit(standing: Standing, row: AnyPlace) -> bool:
    return standing.may(Right.EDIT_BASE, path=row.org.path)


def _words(request: Request, listed: PlaceList) -> dict[str, Any]:
    names = {"list_url": f"{listed.noun}s", "page_url": listed.noun}
    urls = {key: f"registry:{name}" for key, name in names.items()}
    return {
        **urls, "adding_url": f"registry:{listed.noun}-adding", "editing_url": f"registry:{listed.noun}-editing",
        "importing_url": f"registry:{listed.noun}-importing", "exporting_url": f"registry:{listed.noun}-exporting",
        "title": say(listed.title), "add": say(listed.add), "column": listed.number,
        "may_edit": request.standing.may_anywhere(Right.EDIT_BASE),
    }


def place_urls() -> list[URLPattern]:
    """Return the addresses of every list."""
    found: list[URLPattern] = []
    for noun in LISTS:
        fixed = {"noun": noun}
        found += [
            path(f"registry/{noun}s/", places, fixed, name=f"{noun}s"),
            path(f"registry/{noun}s/adding/", adding, fixed, name=f"{noun}-adding"),
            path(f"registry/{noun}s/<int:place_id>/", place, fixed, name=noun),
            path(f"registry/{noun}s/<int:place_id>/editing/", editing, fixed, name=f"{noun}-editing"),
        ]
    return found
