"""Pages of warnings: what touches us, what is decided about it, and the alert passed on."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from linan.ground.access.decorators import signed_in
from linan.ground.access.doors import require
from linan.ground.access.rights import Right
from linan.ground.clock import now
from linan.ground.refusals import Refused
from linan.ground.web import Request
from linan.monitoring.access import access_warning
from linan.monitoring.actions.warning_cards import Answer, answer_warning, note_seen
from linan.monitoring.models import CardStatus, WarningCard
from linan.monitoring.relaying import relayed
from linan.monitoring.warning_queries import (
    LAG_DAYS,
    cards_in_force,
    cards_of_chain,
    decision_lag,
    earlier_cards,
    unanswered_cards,
)

PER_PAGE = 30
ON_DESK = 8


@require_GET
@signed_in
def warnings(request: Request) -> HttpResponse:
    """List the warnings that touch us: the unanswered, those in force, the earlier ones."""
    require(request.standing, Right.SEE)
    moment = now()
    context = {
        "unanswered": unanswered_cards(), "in_force": cards_in_force(moment),
        "page": Paginator(earlier_cards(moment), PER_PAGE).get_page(request.GET.get("page")),
        "lag": decision_lag(now=moment), "lag_days": LAG_DAYS,
        "may_command": request.standing.may_anywhere(Right.COMMAND),
        "may_configure": request.standing.may_anywhere(Right.CONFIGURE),
    }
    return render(request, "monitoring/_warnings.html" if request.htmx else "monitoring/warnings.html", context)


@require_GET
@signed_in
def waiting(request: Request) -> HttpResponse:
    """Show the unanswered warnings at the top of the desk; nothing where there are none."""
    require(request.standing, Right.SEE)
    cards = list(unanswered_cards())
    context = {"cards": cards[:ON_DESK], "count": len(cards), "unread": sum(not one.seen_at for one in cards)}
    return render(request, "monitoring/_warnings_waiting.html", context)


@require_GET
@signed_in
def warning(request: Request, card_id: int) -> HttpResponse:
    """Show one warning, what is proposed, and what was decided."""
    card = access_warning(request.standing, card_id, to=Right.SEE)
    return render(request, _template(request), _page(request, card))


@require_POST
@signed_in
def seen(request: Request, card_id: int) -> HttpResponse:
    """Note that the warning was read."""
    card = access_warning(request.standing, card_id, to=Right.RESPOND)
    note_seen(card_id=card.pk, by=request.person, now=now())
    return redirect("monitoring:warning", card.pk)


@require_POST
@signed_in
def answer(request: Request, card_id: int) -> HttpResponse:
    """Adopt, change or decline the proposal."""
    card = access_warning(request.standing, card_id, to=Right.COMMAND)
    said = Answer(**{name: request.POST.get(name, "") for name in ("status", "response", "reason")})
    try:
        answer_warning(said, card_id=card.pk, by=request.person, now=now())
    except Refused as refusal:
        context = {**_page(request, card), "refusal": refusal, "said": said}
        return render(request, "monitoring/warning.html", context, status=refusal.status)
    return redirect("monitoring:warning", card.pk)


@require_GET
@signed_in
def relay(request: Request, card_id: int) -> HttpResponse:
    """Give the warning as an alert of CAP 1.2, to be passed on."""
    card = access_warning(request.standing, card_id, to=Right.SEE)
    response = HttpResponse(relayed(card), content_type="application/cap+xml")
    response.headers["Content-Disposition"] = f'attachment; filename="warning-{card.pk}.cap.xml"'
    return response


def _template(request: Request) -> str:
    return "monitoring/_warning.html" if request.htmx else "monitoring/warning.html"


def _page(request: Request, card: WarningCard) -> dict[str, object]:
    is_open, moment = card.status == CardStatus.OPEN, now()
    return {
        "card": card, "warning": card.warning, "chain": cards_of_chain(card),
        "holds": card.warning.holds_at(moment) and not card.stands_down,
        "is_over": moment >= card.warning.holds_until and not card.stands_down,
        "may_answer": is_open and request.standing.may(Right.COMMAND, path=card.org.path),
        "may_command": request.standing.may(Right.COMMAND, path=card.org.path),
        "may_read": card.seen_at is None and request.standing.may(Right.RESPOND, path=card.org.path),
    }
