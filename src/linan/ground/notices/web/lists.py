"""Lists of notices: mine to read, those of my unit, and how many are open."""

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from linan.ground.access.decorators import signed_in
from linan.ground.access.doors import require
from linan.ground.access.rights import Right
from linan.ground.notices.models import Notice
from linan.ground.notices.pages import lines_of
from linan.ground.notices.queries import containing, notices_for, open_for, written_by_unit
from linan.ground.web import Request

ON_A_PAGE = 20


@require_GET
@signed_in
def notices(request: Request) -> HttpResponse:
    """Show what I am meant to read; open=1: only what is still open."""
    only_open = request.GET.get("open") == "1"
    found = open_for(request.standing, request.person) if only_open else notices_for(request.standing)
    return _listed(request, found, tab="open" if only_open else "all")


@require_GET
@signed_in
def written(request: Request) -> HttpResponse:
    """Show what my unit wrote: drafts, planned, published, withdrawn."""
    require(request.standing, Right.COMMAND)
    return _listed(request, written_by_unit(request.standing), tab="written")


@require_GET
@signed_in
def unread(request: Request) -> HttpResponse:
    """Say in the shell how many notices are still to be read or to be confirmed."""
    rows = list(open_for(request.standing, request.person).values_list("must_confirm", "reminded_at")[:100])
    context = {"count": len(rows), "urgent": any(confirm or reminded for confirm, reminded in rows)}
    return render(request, "notices/_unread.html", context)


def _listed(request: Request, found: QuerySet[Notice], *, tab: str) -> HttpResponse:
    text = request.GET.get("text", "").replace("\0", "").strip()[:60]
    page: Page[Notice] = Paginator(containing(found, text), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page, "lines": lines_of(list(page.object_list), request.person), "tab": tab, "text": text,
        "may_write": request.standing.may_anywhere(Right.COMMAND),
    }
    return render(request, "notices/_notices.html" if request.htmx else "notices/notices.html", context)
