"""Pages of the sources of warnings."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linan.ground.access.decorators import signed_in
from linan.ground.access.doors import require
from linan.ground.access.rights import Right
from linan.ground.clock import now
from linan.ground.refusals import Refused
from linan.ground.web import Request
from linan.monitoring.access import access_warning_source
from linan.monitoring.actions.warning_sources import NewSource, add_source, renew_secret, switch_source
from linan.monitoring.models import WarningSource
from linan.monitoring.web.warning_files import own_org
from linan.monitoring.web.warning_forms import WarningSourceForm


@require_GET
@signed_in
def sources(request: Request) -> HttpResponse:
    """List who sends warnings."""
    require(request.standing, Right.CONFIGURE)
    return render(request, "monitoring/warning_sources.html", {"sources": WarningSource.objects.select_related("org")})


@require_http_methods(["GET", "POST"])
@signed_in
def adding(request: Request) -> HttpResponse:
    """Add a source, and show its secret once."""
    require(request.standing, Right.CONFIGURE)
    form = WarningSourceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            added = add_source(org=own_org(request, Right.CONFIGURE), by=request.person, now=now(), **form.cleaned_data)
            return _secret_page(request, added) if added.secret else redirect("monitoring:warning-sources")
        except Refused as refusal:
            form.add_error(refusal.field, str(refusal.sentence))
    return render(request, "monitoring/warning_source_form.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
@signed_in
def secret(request: Request, source_id: int) -> HttpResponse:
    """Give the source another secret and show it once."""
    source = access_warning_source(request.standing, source_id, to=Right.CONFIGURE)
    return _secret_page(request, renew_secret(source_id=source.pk, by=request.person, now=now()))


@require_POST
@signed_in
def switch(request: Request, source_id: int) -> HttpResponse:
    """Switch the source on or off."""
    source = access_warning_source(request.standing, source_id, to=Right.CONFIGURE)
    switch_source(source_id=source.pk, to=not source.is_active, by=request.person, now=now())
    return redirect("monitoring:warning-sources")


def _secret_page(request: Request, added: NewSource) -> HttpResponse:
    context = {"source": added.source, "secret": added.secret}
    response = render(request, "monitoring/warning_secret.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response
