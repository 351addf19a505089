"""Pages of residents: masked, and revealed one field at a time with a trace."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from linan.ground.access.decorators import signed_in
from linan.ground.access.doors import require
from linan.ground.access.rights import Right
from linan.ground.clock import now
from linan.ground.text import Sentence, say
from linan.ground.web import Request
from linan.registry.access import access_resident
from linan.registry.actions.entries import REASONS, reveal
from linan.registry.domain.masking import MASKS
from linan.registry.models import NeedKind, Resident
from linan.registry.queries import find_residents, moves_of
from linan.registry.words import FIELD_WORDS

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class MaskedField:
    """A personal field as it is shown: masked, or unmasked for this one answer."""

    key: str
    word: Sentence
    text: str
    is_revealed: bool


@require_GET
@signed_in
@never_cache
def residents(request: Request) -> HttpResponse:
    """List the residents, masked: by exact phone number, building, need."""
    require(request.standing, Right.SEE_PERSONAL)
    asked = residents_asked(request)
    page = Paginator(find_residents(**asked), PER_PAGE).get_page(request.GET.get("page"))
    rows = [(row, masked(row, "name"), masked(row, "phone")) for row in page]
    context = {
        "page": page, "rows": rows, "chosen": asked, "kinds": NeedKind.choices,
        "may_edit": request.standing.may_anywhere(Right.EDIT_BASE),
        "may_reveal": request.standing.may_anywhere(Right.REVEAL),
        "reasons": [(key, say(word)) for key, word in REASONS.items()],
    }
    return render(request, "registry/residents.html", context)


def residents_asked(request: Request) -> dict[str, str]:
    """Return what the search of a request asks for."""
    return {name: request.GET.get(name, "").replace("\0", "").strip() for name in ("phone", "building", "need", "gone")}


@require_GET
@signed_in
@never_cache
def resident(request: Request, resident_id: int) -> HttpResponse:
    """Show one resident, masked."""
    return _page(request, access_resident(request.standing, resident_id, to=Right.SEE_PERSONAL))


@require_POST
@signed_in
@never_cache
def revealing(request: Request, resident_id: int) -> HttpResponse:
    """Show one personal field unmasked, this once."""
    row = access_resident(request.standing, resident_id, to=Right.REVEAL)
    field, reason = request.POST.get("field", ""), request.POST.get("reason", "")
    text = reveal(row, field=field, reason=reason, by=request.person, now=now())
    return _page(request, row, revealed={field: text})


def _page(request: Request, row: Resident, revealed: dict[str, str] | None = None) -> HttpResponse:
    shown = revealed or {}
    fields = [
        MaskedField(key, say(word), shown.get(key) or masked(row, key), key in shown)
        for key, word in FIELD_WORDS.items()
    ]
    context = {
        "resident": row, "fields": fields, "needs": [NeedKind(need.kind).label for need in row.needs.all()],
        "moves": moves_of(row), "may_edit": request.standing.may(Right.EDIT_BASE, path=row.org.path),
        "may_reveal": request.standing.may(Right.REVEAL, path=row.org.path),
        "reasons": [(key, say(word)) for key, word in REASONS.items()],
    }
    return render(request, "registry/resident.html", context)


def masked(row: Resident, field: str) -> str:
    """Return a personal field as everybody who may see residents sees it."""
    return MASKS[field](row.opened(field))
