"""One notice: read, confirmed, with its files."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from linan.ground.access.decorators import signed_in
from linan.ground.clock import now
from linan.ground.files.web import sent
from linan.ground.notices.access import access_file_to_read, access_notice_to_read
from linan.ground.notices.actions import confirm_notice, read_notice
from linan.ground.notices.pages import page_of
from linan.ground.notices.queries import is_meant
from linan.ground.web import Request


@require_GET
@signed_in
def notice(request: Request, notice_id: int) -> HttpResponse:
    """Show a notice; whoever is meant to read it has read it now."""
    row = access_notice_to_read(request.standing, notice_id)
    reader = is_meant(row, request.standing)
    if reader and row.is_out:
        read_notice(row.pk, by=request.person, now=now())
    page = page_of(row, person=request.person, standing=request.standing, is_meant=reader, now=now())
    return render(request, "notices/_notice.html" if request.htmx else "notices/notice.html", {"page": page})


@require_POST
@signed_in
def confirmation(request: Request, notice_id: int) -> HttpResponse:
    """Confirm the version that was on the screen."""
    row = access_notice_to_read(request.standing, notice_id)
    version = request.POST.get("version", "")
    if is_meant(row, request.standing) and row.is_out and version.isdigit():
        confirm_notice(row.pk, version=int(version), by=request.person, now=now())
    return redirect("notices:notice", row.pk)


@require_GET
@signed_in
def attachment(request: Request, attachment_id: int) -> HttpResponse:
    """Send a file of a notice."""
    return sent(access_file_to_read(request.standing, attachment_id))
