"""What lies before one person to answer with one touch, on every page of theirs."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from linan.ground.access.decorators import signed_in
from linan.ground.clock import now
from linan.ground.web import Request
from linan.response.headquarters.pages import member_line
from linan.response.headquarters.queries import offers_to, roll_calls_asked_of, turnouts_asked_of
from linan.response.headquarters.rolls import entry_line
from linan.response.headquarters.rulebook import rulebook


@require_GET
@signed_in
def asked(request: Request) -> HttpResponse:
    """Show the roll-calls, turn-outs and posts that wait for the person who asks."""
    moment, book = now(), rulebook()
    called, rolls = turnouts_asked_of(request.person.pk), roll_calls_asked_of(request.person.pk)
    context = {
        "turnouts": [
            member_line(one, now=moment, tier=book.tiers(one.turnout.org.path)[one.turnout.tier]) for one in called
        ],
        "rolls": [entry_line(one, now=moment, rules=book.roll_call(one.roll_call.org.path)) for one in rolls],
        "offers": offers_to(request.person.pk),
    }
    return render(request, "headquarters/_asked.html" if request.htmx else "headquarters/asked.html", context)
