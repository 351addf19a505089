"""Tables of base information in and out: one pattern for every list."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linan.ground.access.decorators import signed_in
from linan.ground.access.doors import require, require_in
from linan.ground.access.rights import Right
from linan.ground.clock import now
from linan.ground.exchange.imports import Import
from linan.ground.exchange.tables import read_table
from linan.ground.exchange.workbooks import XLSX, Cell, write_xlsx
from linan.ground.orgs.models import Org
from linan.ground.refusals import Refused
from linan.ground.text import noop, say
from linan.ground.ui.forms import add_refusal
from linan.ground.web import Request
from linan.registry.actions.entries import open_for_export
from linan.registry.actions.imports import (
    import_buildings,
    import_households,
    import_places,
    import_residents,
)
from linan.registry.domain.masking import MASKS
from linan.registry.models import Household, ProtectedTarget, Resident, Resource, RiskSource, SecondContact
from linan.registry.queries import find_households, find_residents, needs_by_resident
from linan.registry.tables import places as place_tables
from linan.registry.tables.buildings import BUILDINGS, building_cells
from linan.registry.tables.cells import Table
from linan.registry.tables.households import HOUSEHOLDS, household_cells
from linan.registry.tables.residents import RESIDENTS, resident_cells
from linan.registry.web.buildings import buildings_asked
from linan.registry.web.forms import ImportForm
from linan.registry.web.households import households_asked
from linan.registry.web.places import LISTS, places_asked
from linan.registry.web.residents import masked, residents_asked


@dataclass(frozen=True, slots=True)
class Exchange:
    """A list that goes out and comes in as a table. cells: of what a request asks for; sees: who may have it."""

    table: Table[Any]
    title: str
    take: Callable[..., Import[Any]]
    cells: Callable[[Request], Iterable[Sequence[Cell]]]
    note: str = noop("A code that is known changes that entry.")
    sees: Right = Right.SEE


def _place_exchange(
    table: Table[place_tables.PlaceRow], model: type[Any], words: dict[str, str], title: str
) -> Exchange:
    listed = LISTS[table.noun]
    return Exchange(
        table, title, partial(import_places, model=model, table=table),
        lambda request: place_tables.place_cells(places_asked(request, listed), table, words),
    )


EXCHANGES = {
    one.table.noun: one
    for one in (
        Exchange(
            BUILDINGS, noop("Import buildings"), import_buildings,
            lambda request: building_cells(buildings_asked(request)),
        ),
        Exchange(
            HOUSEHOLDS, noop("Import households"), import_households,
            lambda request: household_cells(find_households(**households_asked(request)), show=partial(_contact_cell, request)),
            noop("A door that is known keeps its people; empty cells of pets and of the second contact keep what is stored. Write 无 where there are no pets any more."),
        ),
        Exchange(
            RESIDENTS, noop("Import residents"), import_residents,
            lambda request: resident_cells(_living_here(request), needs=needs_by_resident(), show=masked),
            noop("A known person number, or the same name behind the same door, changes that person; empty personal cells keep what is stored."),
            Right.SEE_PERSONAL,
        ),
        _place_exchange(place_tables.RISK_SOURCES, RiskSource, place_tables.RISKS, noop("Import risk sources")),
        _place_exchange(
            place_tables.PROTECTED_TARGETS, ProtectedTarget, place_tables.TARGETS, noop("Import protected targets")
        ),
        _place_exchange(place_tables.RESOURCE_TABLE, Resource, place_tables.RESOURCES, noop("Import resources")),
    )
}


@require_http_methods(["GET", "POST"])
@signed_in
def importing(request: Request, noun: str) -> HttpResponse:
    """Take in a table: all of it, or nothing and the reasons."""
    require(request.standing, Right.EDIT_BASE)
    asked = EXCHANGES[noun]
    form = ImportForm(request.POST or None, request.FILES or None, orgs=request.standing.org_ids)
    outcome = _taken(request, asked, form) if form.is_valid() else None
    context = {
        "form": form, "needed": "、".join(asked.table.needed), "outcome": outcome, "title": say(asked.title),
        "note": say(asked.note), "list_url": f"registry:{noun}s", "template_url": f"registry:{noun}-exporting",
    }
    return render(request, "registry/table_import.html", context, status=422 if form.errors else 200)


@require_GET
@signed_in
@never_cache
def exporting(request: Request, noun: str) -> HttpResponse:
    """Give what the list shows as an Excel file; personal fields stay masked."""
    asked = EXCHANGES[noun]
    require(request.standing, asked.sees)
    return _file(asked, asked.cells(request))


@require_POST
@signed_in
@never_cache
def residents_exporting_in_full(request: Request) -> HttpResponse:
    """Give residents with their personal fields in full, to those who may reveal them; the audit holds it."""
    require(request.standing, Right.REVEAL)
    rows = [row for row in _living_here(request) if request.standing.may(Right.REVEAL, path=row.org.path)]
    opened = open_for_export(rows, reason=request.POST.get("reason", ""), by=request.person, now=now())
    return _file(EXCHANGES["resident"], resident_cells(opened, needs=needs_by_resident(), show=Resident.opened))


def _living_here(request: Request) -> QuerySet[Resident]:
    return find_residents(**residents_asked(request)).filter(household__isnull=False).prefetch_related(None)


def _contact_cell(request: Request, household: Household, contact: SecondContact, name: str) -> str:
    """Return a field of a second contact, masked; empty for those who may not see who lives there."""
    if not request.standing.may(Right.SEE_PERSONAL, path=household.org.path):
        return ""
    return contact.relation if name == "relation" else MASKS[name](contact.opened(name))


def _taken(request: Request, asked: Exchange, form: ImportForm) -> Import[Any] | None:
    org: Org = form.cleaned_data["org"]
    require_in(request.standing, Right.EDIT_BASE, org)
    try:
        lines = read_table(form.cleaned_data["table"].read(), needed=asked.table.needed)
    except Refused as refused:
        add_refusal(form, type(refused)(field="table", **refused.values))
        return None
    return asked.take(lines, org=org, by=request.person, now=now())


def _file(asked: Exchange, cells: Iterable[Sequence[Cell]]) -> HttpResponse:
    content = write_xlsx(list(asked.table.headings.values()), cells)
    headers = {"Content-Disposition": f'attachment; filename="{asked.table.noun}s.xlsx"'}
    return HttpResponse(content, content_type=XLSX, headers=headers)


def table_urls() -> list[URLPattern]:
    """Return the addresses of every table."""
    full = path("registry/residents/exporting/full/", residents_exporting_in_full, name="resident-exporting-in-full")
    found = [full]
    for noun in EXCHANGES:
        fixed = {"noun": noun}
        found += [
            path(f"registry/{noun}s/importing/", importing, fixed, name=f"{noun}-importing"),
            path(f"registry/{noun}s/exporting/", exporting, fixed, name=f"{noun}-exporting"),
        ]
    return found
