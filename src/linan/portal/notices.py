"""Public notices: what residents may read without an account."""

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from linan.ground.files.web import sent
from linan.ground.notices.access import access_public_file
from linan.ground.notices.models import Notice
from linan.ground.notices.queries import attachments_of, containing, public_notices
from linan.ground.refusals import NotFound

ON_A_PAGE = 20


@never_cache
@require_GET
def notices(request: HttpRequest) -> HttpResponse:
    """Show what is published for residents, the newest first."""
    text = request.GET.get("text", "").replace("\0", "").strip()[:60]
    found = containing(public_notices(today=localdate()), text)
    page: Page[Notice] = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "portal/notices.html", {"page": page, "text": text})


@never_cache
@require_GET
def notice(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Show one public notice."""
    row = public_notices(today=localdate()).filter(pk=notice_id).first()
    if row is None:
        raise NotFound
    return render(request, "portal/notice.html", {"notice": row, "attachments": attachments_of(row)})


@require_GET
def file(request: HttpRequest, attachment_id: int) -> HttpResponse:
    """Send a file of a public notice."""
    return sent(access_public_file(attachment_id, today=localdate()))
