"""The daily brief as a Word file, and the work bulletin of an incident on screen and as a Word file."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from linan.ground.access.decorators import signed_in
from linan.ground.access.doors import require
from linan.ground.access.rights import Right
from linan.ground.clock import now
from linan.ground.web import Request
from linan.response.access import access_incident
from linan.response.upward.access import unit_that_reports
from linan.response.upward.briefs import Brief, brief_file, daily_brief, work_bulletin
from linan.response.upward.duty_day import duty_day, unit_of
from linan.response.upward.web.day import asked_day
from linan.response.upward.web.filings import WORD


@require_GET
@signed_in
def day_word(request: Request) -> HttpResponse:
    """Give out the brief of a day as a Word file."""
    require(request.standing, Right.SEE)
    day, at = asked_day(request), now()
    brief = daily_brief(duty_day(unit_of(request.standing), day, now=at), now=at)
    return _word(brief, f"brief-{day}", at=brief.as_of)


@require_GET
@signed_in
def bulletin(request: Request, incident_id: int) -> HttpResponse:
    """Show the work bulletin of an incident as it would be printed now."""
    return render(request, "upward/bulletin.html", {"brief": _bulletin(request, incident_id), "incident_id": incident_id})


@require_GET
@signed_in
def bulletin_word(request: Request, incident_id: int) -> HttpResponse:
    """Give out the work bulletin of an incident as a Word file."""
    brief = _bulletin(request, incident_id)
    return _word(brief, f"bulletin-{incident_id}-{brief.number}", at=brief.as_of)


def _bulletin(request: Request, incident_id: int) -> Brief:
    row = access_incident(request.standing, incident_id, to=Right.SEE)
    return work_bulletin(row, unit_that_reports(request.standing, row) or row.org, now=now())


def _word(brief: Brief, name: str, *, at: str) -> HttpResponse:
    answer = HttpResponse(brief_file(brief, trace=f"记录截至{at}，{name}"), content_type=WORD)
    answer["Content-Disposition"] = f'attachment; filename="{name}.docx"'
    return answer
