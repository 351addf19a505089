"""Pages of turn-outs: who comes, one press for the next tier, one touch for an answer."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linan.ground.access.decorators import signed_in
from linan.ground.access.rights import Right
from linan.ground.clock import now
from linan.ground.refusals import NotFound, Refused
from linan.ground.text import noop
from linan.ground.web import Request
from linan.response.access import access_incident
from linan.response.headquarters.access import access_member
from linan.response.headquarters.actions.turnouts import STAMPS, answer_turnout, call_out, may_answer
from linan.response.headquarters.models import MemberStatus
from linan.response.headquarters.pages import tier_lines
from linan.response.headquarters.queries import people_of_tier
from linan.response.headquarters.rulebook import rulebook


class NoSuchAnswer(Refused):
    """An answer that no turn-out knows."""

    code = "no_such_answer"
    msgid = noop("A turn-out is not answered like that. Use its buttons.")


@require_GET
@signed_in
def turnout(request: Request, incident_id: int) -> HttpResponse:
    """Show beside an incident who was called out, who comes, and how its clocks stand."""
    row = access_incident(request.standing, incident_id, to=Right.SEE)
    context = {
        "incident": row, "tiers": tier_lines(row, now=now()),
        "may_command": row.is_open and request.standing.may(Right.COMMAND, path=row.org.path),
    }
    template = "headquarters/_turnout.html" if request.htmx else "headquarters/turnout.html"
    return render(request, template, context)


@require_http_methods(["GET", "POST"])
@signed_in
def calling(request: Request, incident_id: int, tier: int) -> HttpResponse:
    """Call a tier, with the reason, after its people were shown."""
    row = access_incident(request.standing, incident_id, to=Right.COMMAND)
    tiers = rulebook().tiers(row.org.path)
    if tier not in tiers:
        raise NotFound
    reason = request.POST.get("reason", "")[:400]
    context = {"incident": row, "tier": tiers[tier], "reason": reason}
    if request.method == "POST":
        try:
            call_out(incident_id=row.pk, tier=tier, reason=reason, by=request.person, now=now())
            return redirect("response:incident", row.pk)
        except Refused as refused:
            context["refusal"] = refused
    context["people"] = people_of_tier(tiers[tier], org=row.org, now=now())
    return render(request, "headquarters/calling.html", context, status=422 if "refusal" in context else 200)


@require_POST
@signed_in
def answer(request: Request, member_id: int) -> HttpResponse:
    """Answer a turn-out: coming, on the way, on site, cannot come; for oneself, or for who called in on the radio."""
    row = access_member(request.standing, member_id, to=Right.RESPOND)
    may_answer(row, by=request.person, leads=request.standing.may(Right.COMMAND, path=row.turnout.org.path))
    to = request.POST.get("to", "")
    if to not in STAMPS:
        raise NoSuchAnswer(field="to")
    reason = request.POST.get("reason", "")
    answer_turnout(member_id=row.pk, to=MemberStatus(to), reason=reason, by=request.person, now=now())
    if row.person_id == request.person.pk:
        return redirect("headquarters:asked")
    return redirect("response:incident", row.turnout.incident_id)
