"""Pages of a card of the alarm desk: its members, and one answer for all of them."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from linan.ground.access.decorators import signed_in
from linan.ground.access.doors import Standing, require
from linan.ground.access.rights import Right
from linan.ground.clock import now
from linan.ground.orgs.models import Org
from linan.ground.refusals import NotAllowed, Refused
from linan.ground.web import Request
from linan.monitoring.actions.alarms import acknowledge_alarms, verify_alarms
from linan.monitoring.desk import members_on_page, shown_card, silent_gateways, waiting_alarms
from linan.monitoring.domain.grouping import members_of

ON_ONE_PAGE = 50


@require_GET
@signed_in
def card(request: Request, key: str) -> HttpResponse:
    """Show the alarms of a card, page by page."""
    require(request.standing, Right.SEE)
    return _page(request, key)


@require_POST
@signed_in
def acknowledgement(request: Request, key: str) -> HttpResponse:
    """Take all alarms of the card that the person saw."""
    ids = _seen_members(request, key)
    taken = acknowledge_alarms(ids, by=request.person, now=now())
    _tell(request, len(taken), len(ids) - len(taken))
    return redirect("monitoring:card", key)


@require_POST
@signed_in
def verification(request: Request, key: str) -> HttpResponse:
    """Say of all alarms of the card that the person saw what they are."""
    ids = _seen_members(request, key)
    verdict, note = request.POST.get("verdict", ""), request.POST.get("note", "")
    try:
        said = verify_alarms(ids, verdict=verdict, note=note, by=request.person, now=now())
    except Refused as refusal:
        return _page(request, key, refusal=refusal, note=note)
    _tell(request, len(said), len(ids) - len(said))
    return redirect("monitoring:desk")


def _page(request: Request, key: str, *, refusal: Refused | None = None, note: str = "") -> HttpResponse:
    shown = shown_card(key, now=now())
    page = Paginator(shown.card.alarm_ids if shown else (), ON_ONE_PAGE).get_page(request.GET.get("page"))
    context = {
        "shown": shown, "key": key, "page": page, "alarms": members_on_page(list(page)), "refusal": refusal, "note": note,
        "may_respond": request.standing.may_anywhere(Right.RESPOND),
    }
    template = "monitoring/_card.html" if request.htmx and not refusal else "monitoring/card.html"
    return render(request, template, context, status=refusal.status if refusal else 200)


def _seen_members(request: Request, key: str) -> list[int]:
    """Return the alarms of the card as the person saw it; what came later still waits. Raises: NotAllowed."""
    require(request.standing, Right.RESPOND)
    seen = request.POST.get("seen", "")
    newest = int(seen) if seen.isdecimal() else 0
    alarms = waiting_alarms()
    gateways = {device: key for device, (key, _name) in silent_gateways(alarms).items()}
    orgs = _orgs_answered_by(request.standing)
    found = [one for one in members_of(key, alarms, silent_gateways=gateways) if one.pk <= newest]
    if any(one.org_id not in orgs for one in found):
        raise NotAllowed
    return [one.pk for one in found if not one.is_going_on]


def _orgs_answered_by(standing: Standing) -> set[int]:
    rows = Org.objects.filter(pk__in=standing.org_ids).values_list("pk", "path")
    return {pk for pk, path in rows if standing.may(Right.RESPOND, path=path)}


def _tell(request: Request, done: int, before: int) -> None:
    said = ngettext("%(n)d alarm answered.", "%(n)d alarms answered.", done) % {"n": done}
    if before:
        said += " " + ngettext(
            "%(n)d was answered by somebody else a moment ago.", "%(n)d were answered by somebody else a moment ago.", before
        ) % {"n": before}
    messages.success(request, said)
