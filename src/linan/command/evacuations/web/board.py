"""The reconciliation board: lists given out, everybody counted, each number opened to its names, the search list."""

from itertools import groupby

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from linan.command.domain.doors.balance import Whereabouts
from linan.command.evacuations.access import access_door_list_in_sight, access_evacuation
from linan.command.evacuations.actions.doors import NoWalker, give_door_list, make_door_lists
from linan.command.evacuations.board import board_page
from linan.command.evacuations.lists import Names, lists_of_evacuation, names_for
from linan.command.evacuations.models import Evacuation
from linan.command.evacuations.reckoning import Named, named, reckon
from linan.command.evacuations.walkers import walkers_for
from linan.ground.access.audit import note_reading
from linan.ground.access.decorators import signed_in
from linan.ground.access.rights import Right
from linan.ground.clock import now
from linan.ground.refusals import NotFound, Refused
from linan.ground.web import Request

ON_ONE_PAGE = 100


@require_GET
@signed_in
def door_lists(request: Request, evacuation_id: int) -> HttpResponse:
    """Show the lists with who walks them, or who could."""
    row = access_evacuation(request.standing, evacuation_id, to=Right.SEE)
    return _lists_page(request, row)


@require_POST
@signed_in
def door_lists_made(request: Request, evacuation_id: int) -> HttpResponse:
    """Make the lists and give them out, in one action."""
    row = access_evacuation(request.standing, evacuation_id, to=Right.COMMAND)
    chosen = set(request.POST.getlist("walkers"))
    walkers = [one.person for one in walkers_for(row, now=now()) if str(one.person.pk) in chosen]
    try:
        make_door_lists(evacuation_id=row.pk, walkers=walkers, by=request.person, now=now())
    except Refused as refusal:
        return _lists_page(request, row, refusal=refusal)
    return redirect("evacuations:door-lists", row.pk)


@require_POST
@signed_in
def door_walker(request: Request, door_list_id: int) -> HttpResponse:
    """Give a list to somebody else."""
    row = access_door_list_in_sight(request.standing, door_list_id, to=Right.COMMAND)
    candidates = {str(one.person.pk): one.person for one in walkers_for(row.evacuation, now=now())}
    walker = candidates.get(request.POST.get("walker", ""))
    if walker is None:
        raise NoWalker(field="walker")
    give_door_list(door_list_id=row.pk, walker=walker, by=request.person, now=now())
    return redirect("evacuations:door-lists", row.evacuation_id)


@require_GET
@signed_in
def board(request: Request, evacuation_id: int) -> HttpResponse:
    """Show where everybody is, in numbers that always add up."""
    row = access_evacuation(request.standing, evacuation_id, to=Right.SEE)
    template = "evacuations/_board.html" if request.htmx else "evacuations/board.html"
    may_see_names = request.standing.may(Right.SEE_PERSONAL, path=row.org.path)
    may_note = row.is_live and request.standing.may(Right.RESPOND, path=row.org.path)
    return render(request, template, {"page": board_page(row), "may_see_names": may_see_names, "may_note": may_note})


@require_GET
@signed_in
def whereabouts(request: Request, evacuation_id: int, where: str) -> HttpResponse:
    """Open one number of the board to its names."""
    row = access_evacuation(request.standing, evacuation_id, to=Right.SEE_PERSONAL)
    if where not in set(Whereabouts):
        raise NotFound
    page = Paginator(reckon(row).at(Whereabouts(where)), ON_ONE_PAGE).get_page(request.GET.get("page"))
    people = named(list(page), names=_names(request, row))
    return render(request, "evacuations/whereabouts.html", {"evacuation": row, "page": page, "people": people, "where": where})


@require_GET
@signed_in
def search_list(request: Request, evacuation_id: int) -> HttpResponse:
    """Show who is left to be looked for, house by house, ready to be printed."""
    row = access_evacuation(request.standing, evacuation_id, to=Right.SEE_PERSONAL)
    reckoning = reckon(row)
    left = named(reckoning.at(Whereabouts.NOT_REACHED), names=_names(request, row))
    houses = [(key, list(group)) for key, group in groupby(sorted(left, key=_place), key=_place)]
    context = {"evacuation": row, "houses": houses, "people": len(left), "empty_doors": reckoning.unknocked, "printed_at": now()}
    return render(request, "evacuations/search_list.html", context)


def _lists_page(request: Request, row: Evacuation, *, refusal: Refused | None = None) -> HttpResponse:
    context = {
        "evacuation": row, "lists": lists_of_evacuation(row.pk), "candidates": walkers_for(row, now=now()),
        "refusal": refusal, "may_command": request.standing.may(Right.COMMAND, path=row.org.path),
    }
    template = "evacuations/_door_lists.html" if request.htmx and not refusal else "evacuations/door_lists.html"
    return render(request, template, context, status=refusal.status if refusal else 200)


def _place(one: Named) -> tuple[str, int]:
    """Return the house and the staircase; "" and 0 for people met outside any home, who come first."""
    home = one.person.entry.household
    return (home.building.name, home.unit) if home else ("", 0)


def _names(request: Request, row: Evacuation) -> Names:
    """Return how much of names is shown; whole names leave a trace."""
    names = names_for(request.standing, path=row.org.path)
    if names == Names.FULL:
        note_reading(
            request.person, what=f"evacuation-{row.pk}", fields=["name"], reason=gettext("reconciliation of an evacuation"), now=now(),
            org_id=row.org_id,
        )
    return names


urlpatterns = [
    path("evacuations/<int:evacuation_id>/doors/", door_lists, name="door-lists"),
    path("evacuations/<int:evacuation_id>/doors/made/", door_lists_made, name="door-lists-made"),
    path("doors/<int:door_list_id>/walker/", door_walker, name="door-walker"),
    path("evacuations/<int:evacuation_id>/board/", board, name="board"),
    path("evacuations/<int:evacuation_id>/board/<str:where>/", whereabouts, name="whereabouts"),
    path("evacuations/<int:evacuation_id>/search/", search_list, name="search-list"),
]
