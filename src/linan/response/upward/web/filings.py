"""Reports: begun from the record, written, sent, printed and as a Word file."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linan.ground.access.decorators import signed_in
from linan.ground.access.rights import Right
from linan.ground.clock import now
from linan.ground.refusals import Refused
from linan.ground.ui.forms import add_refusal
from linan.ground.web import Request
from linan.response.access import access_incident
from linan.response.upward.access import access_filing, require_unit
from linan.response.upward.actions.drafting import discard_draft, draft_filing, refresh_draft, save_draft
from linan.response.upward.actions.sending import send_filing
from linan.response.upward.filing_page import filing_page
from linan.response.upward.forms import FilingForm, ReceiptNoteForm
from linan.response.upward.models import Filing
from linan.response.upward.paper import word_file

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_POST
@signed_in
def draft(request: Request, incident_id: int) -> HttpResponse:
    """Begin a report about an incident, written from the record."""
    row = access_incident(request.standing, incident_id, to=Right.COMMAND)
    filing = draft_filing(incident=row, org=require_unit(request.standing, row), by=request.person, now=now())
    return redirect("upward:writing", filing.pk)


@require_GET
@signed_in
def filing(request: Request, filing_id: int) -> HttpResponse:
    """Show a report as it is printed, with its receipt."""
    row = access_filing(request.standing, filing_id, to=Right.SEE)
    return _page(request, row)


@require_http_methods(["GET", "POST"])
@signed_in
def writing(request: Request, filing_id: int) -> HttpResponse:
    """Write a report that has not been sent."""
    row = access_filing(request.standing, filing_id, to=Right.COMMAND)
    if not row.is_draft:
        return redirect("upward:filing", row.pk)
    figures = list(row.figures.all())
    form = FilingForm(request.POST or None, filing=row, figures=figures)
    if form.is_valid():
        try:
            save_draft(form.written, filing_id=row.pk, by=request.person, now=now())
            return redirect("upward:filing", row.pk)
        except Refused as refused:
            add_refusal(form, refused)
    context = {"form": form, "filing": row, "figures": figures}
    return render(request, "upward/writing.html", context, status=422 if form.is_bound else 200)


@require_POST
@signed_in
def refreshing(request: Request, filing_id: int) -> HttpResponse:
    """Write a draft anew from the record."""
    row = access_filing(request.standing, filing_id, to=Right.COMMAND)
    refresh_draft(filing_id=row.pk, now=now())
    return redirect("upward:writing", row.pk)


@require_POST
@signed_in
def discarding(request: Request, filing_id: int) -> HttpResponse:
    """Put a draft away."""
    row = access_filing(request.standing, filing_id, to=Right.COMMAND)
    discard_draft(filing_id=row.pk)
    return redirect("response:incident", row.incident_id)


@require_POST
@signed_in
def sending(request: Request, filing_id: int) -> HttpResponse:
    """Send a report upward."""
    row = access_filing(request.standing, filing_id, to=Right.COMMAND)
    to = request.POST.get("to", "")
    try:
        send_filing(
            filing_id=row.pk, to_org_id=int(to) if to.isdigit() else None,
            skip_reason=request.POST.get("skip_reason", ""), by=request.person, now=now(),
        )
    except Refused as refused:
        return _page(request, row, refusal=refused)
    return redirect("upward:filing", row.pk)


@require_GET
@signed_in
def word(request: Request, filing_id: int) -> HttpResponse:
    """Give out a report as a Word file."""
    row = access_filing(request.standing, filing_id, to=Right.SEE)
    page = filing_page(row, request.standing, now=now())
    trace = f"SHA-256 {row.content_hash}" if row.content_hash else "草稿，未报送"
    answer = HttpResponse(word_file(page.paper, trace=trace), content_type=WORD)
    answer["Content-Disposition"] = f'attachment; filename="report-{row.pk}.docx"'
    return answer


def _page(request: Request, row: Filing, *, refusal: Refused | None = None) -> HttpResponse:
    context = {
        "page": filing_page(row, request.standing, now=now()), "refusal": refusal, "note_form": ReceiptNoteForm(now=now()),
    }
    template = "upward/_filing.html" if request.htmx and not refusal else "upward/filing.html"
    return render(request, template, context, status=refusal.status if refusal else 200)
