"""The log as auditors read it."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from linan.ground.access.decorators import signed_in
from linan.ground.access.doors import require
from linan.ground.access.rights import Right
from linan.ground.office.forms import LogSearch
from linan.ground.office.queries import entries, log_rows
from linan.ground.web import Request

PER_PAGE = 50


@signed_in
def listed(request: Request) -> HttpResponse:
    """Search the log by thing, kind and person."""
    require(request.standing, Right.AUDIT)
    form = LogSearch(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    page = Paginator(log_rows(standing=request.standing, **wanted), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "office/log.html", {"form": form, "page": page, "entries": entries(page)})
