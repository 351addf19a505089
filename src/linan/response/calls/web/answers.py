"""What the one who is called sees: on screens of this house, and by the signed link without an account."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from linan.ground.access.decorators import signed_in
from linan.ground.clock import now
from linan.ground.refusals import NotFound
from linan.ground.web import Request
from linan.response.calls.actions.answers import answer_call, note_read
from linan.response.calls.actions.handing import note_shown
from linan.response.calls.links import Bearer, bearer_of, code_of
from linan.response.calls.pages import AnswerPage, answer_page
from linan.response.calls.queries import doors_of, messages_for

REFUSES, NEEDS_HELP = "refuse", "help"


@require_GET
@signed_in
def mine(request: Request) -> HttpResponse:
    """Show what I am called to; on every screen of mine, with sound, until I have answered."""
    messages = messages_for(request.person.pk)
    note_shown(messages, now=now())
    bearers = [Bearer(recipient_id=one.recipient_id or 0, person_id=request.person.pk) for one in messages]
    rows = [(one, code_of(bearer)) for one, bearer in zip(messages, bearers, strict=True)]
    context = {"rows": rows, "doors": doors_of(request.person.pk)}
    return render(request, "calls/_mine.html" if request.htmx else "calls/mine.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, code: str) -> HttpResponse:
    """Read a call and answer it. The signed link is the only key: no account is asked for."""
    bearer = bearer_of(code)
    if bearer is None:
        raise NotFound
    if request.method == "POST":
        return _answered(request, bearer, code)
    page = answer_page(bearer)
    note_read(bearer=bearer, now=now())
    return _shown(request, page, code)


def _answered(request: HttpRequest, bearer: Bearer, code: str) -> HttpResponse:
    choice = request.POST.get("choice", "")
    words = {REFUSES: "", NEEDS_HELP: gettext("Somebody must come and help")}.get(choice, choice)
    said = " · ".join(part for part in (words, request.POST.get("note", "").strip()) if part)
    answer_call(bearer=bearer, answer=said, refuses=choice == REFUSES, needs_help=choice == NEEDS_HELP, now=now())
    return redirect("calls:answer", code)


def _shown(request: HttpRequest, page: AnswerPage, code: str) -> HttpResponse:
    response = render(
        request, "calls/answer.html", {"page": page, "code": code, "refuses": REFUSES, "needs_help": NEEDS_HELP}
    )
    response["Referrer-Policy"] = "same-origin"  # the address is the key; without any, a browser answers as from nowhere and is refused
    return response
