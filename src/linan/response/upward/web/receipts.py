"""What the level above says to a report."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from linan.ground.access.decorators import signed_in
from linan.ground.access.rights import Right
from linan.ground.clock import now
from linan.ground.refusals import Refused
from linan.ground.ui.forms import add_refusal
from linan.ground.web import Request
from linan.response.upward.access import access_filing, access_filing_as_receiver
from linan.response.upward.actions.receipts import ask_back, note_receipt, receive_filing
from linan.response.upward.filing_page import filing_page
from linan.response.upward.forms import ReceiptNoteForm


@require_POST
@signed_in
def receipt(request: Request, filing_id: int) -> HttpResponse:
    """Say for the level above that the report has arrived."""
    row = access_filing_as_receiver(request.standing, filing_id)
    receive_filing(filing_id=row.pk, by=request.person, now=now())
    return redirect("upward:filing", row.pk)


@require_POST
@signed_in
def asking(request: Request, filing_id: int) -> HttpResponse:
    """Ask something about a report, for the level above."""
    row = access_filing_as_receiver(request.standing, filing_id)
    ask_back(filing_id=row.pk, question=request.POST.get("question", ""), by=request.person, now=now())
    return redirect("upward:filing", row.pk)


@require_POST
@signed_in
def phone_receipt(request: Request, filing_id: int) -> HttpResponse:
    """Note that the level above confirmed by phone."""
    row = access_filing(request.standing, filing_id, to=Right.COMMAND)
    form = ReceiptNoteForm(request.POST, now=now())
    if form.is_valid():
        try:
            note_receipt(filing_id=row.pk, by=request.person, now=now(), **form.cleaned_data)
            return redirect("upward:filing", row.pk)
        except Refused as refused:
            add_refusal(form, refused)
    context = {"page": filing_page(row, request.standing, now=now()), "note_form": form}
    return render(request, "upward/filing.html", context, status=422)
