"""Reactions that failed for good: looked at, tried again, or settled."""

import logging

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from linan.ground.access.decorators import signed_in
from linan.ground.access.doors import require
from linan.ground.access.rights import Right
from linan.ground.announcements.letters import retry_dead_letter, settle_dead_letter, what_failed
from linan.ground.clock import now
from linan.ground.office.access import access_letter
from linan.ground.office.queries import letters_of, title_of
from linan.ground.refusals import Refused
from linan.ground.web import Request

PER_PAGE = 50
log = logging.getLogger(__name__)


@signed_in
def listed(request: Request) -> HttpResponse:
    """Show the reactions that were given up."""
    require(request.standing, Right.AUDIT)
    page = Paginator(letters_of(request.standing), PER_PAGE).get_page(request.GET.get("page"))
    letters = [(letter, title_of(letter.logged)) for letter in page]
    return render(request, "office/dead_letters.html", {"page": page, "letters": letters})


@require_POST
@signed_in
def retry(request: Request, letter_id: int) -> HttpResponse:
    """Run a reaction again."""
    letter = access_letter(request.standing, letter_id, to=Right.AUDIT)
    _try_again(request, letter.pk)
    return redirect("office:dead-letters")


@require_POST
@signed_in
def settling(request: Request, letter_id: int) -> HttpResponse:
    """Mark a failure as settled by hand."""
    letter = access_letter(request.standing, letter_id, to=Right.AUDIT)
    settle_dead_letter(pk=letter.pk, now=now())
    messages.success(request, _("Marked as settled."))
    return redirect("office:dead-letters")


def _try_again(request: Request, letter_id: int) -> None:
    """Say how it went. Any error may come out of a reaction: that is why it lies here."""
    try:
        retry_dead_letter(pk=letter_id, now=now())
    except Refused as refused:
        messages.error(request, str(refused.sentence))
    except Exception as error:
        log.exception("a dead letter failed again")
        reason = what_failed(error).partition("\n")[0]
        messages.error(request, _("It failed again: %(reason)s. Nothing was changed.") % {"reason": reason})
    else:
        messages.success(request, _("Done: the reaction had its effect."))
