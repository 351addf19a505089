"""Pages of roll-calls: who is well, one press to ask again, one touch to answer."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from linan.ground.access.decorators import signed_in
from linan.ground.access.rights import Right
from linan.ground.clock import now
from linan.ground.refusals import Refused
from linan.ground.text import noop
from linan.ground.web import Request
from linan.response.access import access_incident
from linan.response.headquarters.access import access_entry
from linan.response.headquarters.actions.roll_calls import answer_roll, call_roll
from linan.response.headquarters.actions.turnouts import may_answer
from linan.response.headquarters.models import Answer
from linan.response.headquarters.rolls import roll_board


class NoSuchWord(Refused):
    """A roll-call is answered in one of two ways."""

    code = "no_such_word"
    msgid = noop("A roll-call is answered with “all right” or “I need help”. Use its buttons.")


@require_GET
@signed_in
def roll(request: Request, incident_id: int) -> HttpResponse:
    """Show the latest roll-call of an incident."""
    row = access_incident(request.standing, incident_id, to=Right.SEE)
    context = {
        "incident": row, "board": roll_board(row, now=now()),
        "may_command": row.is_open and request.standing.may(Right.COMMAND, path=row.org.path),
    }
    return render(request, "headquarters/_roll.html" if request.htmx else "headquarters/roll.html", context)


@require_POST
@signed_in
def calling(request: Request, incident_id: int) -> HttpResponse:
    """Ask everybody at work now, without waiting for the interval."""
    row = access_incident(request.standing, incident_id, to=Right.COMMAND)
    call_roll(incident_id=row.pk, by=request.person, now=now())
    return redirect("headquarters:roll", row.pk)


@require_POST
@signed_in
def answer(request: Request, entry_id: int) -> HttpResponse:
    """Answer a roll-call for oneself, or for who called in on the radio."""
    row = access_entry(request.standing, entry_id, to=Right.RESPOND)
    may_answer(row, by=request.person, leads=request.standing.may(Right.COMMAND, path=row.roll_call.org.path))
    to = request.POST.get("to", "")
    if to not in (Answer.WELL, Answer.HELP):
        raise NoSuchWord(field="to")
    answer_roll(entry_id=row.pk, answer=Answer(to), by=request.person, now=now())
    if row.person_id == request.person.pk:
        return redirect("headquarters:asked")
    return redirect("headquarters:roll", row.roll_call.incident_id)
