"""What the map is asked: the answer as a plain list, beside the map, on its own page and on paper."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from linan.command.access import access_map
from linan.command.asking import METRES, USUAL_M, answer_to, people_inside, question_of
from linan.ground.access.decorators import signed_in
from linan.ground.access.doors import require
from linan.ground.access.rights import Right
from linan.ground.clock import now
from linan.ground.refusals import Refused
from linan.ground.text import say
from linan.ground.web import Request
from linan.registry.actions.entries import REASONS, open_for_export
from linan.registry.queries import building_names


def asking_choices() -> dict[str, Any]:
    """Return what the form of a question offers."""
    return {"buildings": building_names(), "metres": METRES, "usual_m": USUAL_M}


@require_GET
@signed_in
def asking(request: Request) -> HttpResponse:
    """Answer what stands inside an area and who is registered there, in counts."""
    access_map(request.standing)
    template = "command/_answer.html" if request.htmx else "command/asking.html"
    context = {**asking_choices(), "said": request.GET, "query": request.GET.urlencode(), "at": now()}
    if not request.GET:
        return render(request, template, context)
    try:
        answer = answer_to(question_of(request.GET.dict()), with_needs=request.standing.may_anywhere(Right.SEE_PERSONAL))
    except Refused as refusal:
        return render(request, template, {**context, "refusal": refusal}, status=422)
    may_reveal = request.standing.may_anywhere(Right.REVEAL)
    reasons = [(key, say(word)) for key, word in REASONS.items()]
    return render(request, template, {**context, "answer": answer, "may_reveal": may_reveal, "reasons": reasons})


@require_POST
@signed_in
@never_cache
def names(request: Request) -> HttpResponse:
    """List who is registered inside an area by name, to those who may; the audit holds it."""
    require(request.standing, Right.REVEAL)
    question = question_of(request.POST.dict())
    rows = [one for one in people_inside(question) if request.standing.may(Right.REVEAL, path=one.org.path)]
    opened = open_for_export(rows, reason=request.POST.get("reason", ""), by=request.person, now=now())
    people = [
        (one, one.opened("name"), one.opened("phone"), [str(need.get_kind_display()) for need in one.needs.all()])
        for one in opened
    ]
    return render(request, "command/asking_names.html", {"people": people, "question": question, "at": now()})
