"""Pages of whose signatures are believed."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linan.ground.access.decorators import signed_in
from linan.ground.access.doors import Standing, require
from linan.ground.access.rights import Right
from linan.ground.clock import now
from linan.ground.refusals import Refused
from linan.ground.ui.forms import add_refusal
from linan.ground.web import Request
from linan.monitoring.access import access_signer
from linan.monitoring.actions.signers import NewSigner, trust_signer, withdraw_signer
from linan.monitoring.models import TrustedSigner
from linan.monitoring.signing import signers_of
from linan.monitoring.web.warning_files import own_org
from linan.monitoring.web.warning_forms import SignerForm


@require_GET
@signed_in
def signers(request: Request) -> HttpResponse:
    """List the certificates that count here, those of the organisations above among them."""
    require(request.standing, Right.CONFIGURE)
    return _page(request)


@require_http_methods(["GET", "POST"])
@signed_in
def adding(request: Request) -> HttpResponse:
    """Vouch for a certificate."""
    require(request.standing, Right.CONFIGURE)
    form = SignerForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _trust(request, form):
        messages.success(request, gettext("Trusted. Warnings that were signed with it say so at once."))
        return redirect("monitoring:warning-signers")
    return render(request, "monitoring/warning_signer_form.html", {"form": form}, status=422 if form.is_bound else 200)


@require_POST
@signed_in
def withdrawal(request: Request, signer_id: int) -> HttpResponse:
    """Believe a certificate no more."""
    signer = access_signer(request.standing, signer_id, to=Right.CONFIGURE)
    because = request.POST.get("because", "")
    try:
        withdraw_signer(signer_id=signer.pk, because=because, by=request.person, now=now())
    except Refused as refusal:
        return _page(request, refusal=refusal)
    return redirect("monitoring:warning-signers")


def _trust(request: Request, form: SignerForm) -> bool:
    try:
        new = NewSigner(**form.cleaned_data)
        trust_signer(new, org=own_org(request, Right.CONFIGURE), by=request.person, now=now())
    except Refused as refusal:
        add_refusal(form, refusal)
        return False
    return True


def _page(request: Request, *, refusal: Refused | None = None) -> HttpResponse:
    own = list(TrustedSigner.objects.select_related("org", "added_by", "withdrawn_by"))
    above = [one for one in signers_of(own_org(request, Right.CONFIGURE)) if one.pk not in {row.pk for row in own}]
    rows = [(one, _may_withdraw(request.standing, one)) for one in (*own, *above)]
    context = {"rows": rows, "moment": now(), "refusal": refusal}
    return render(request, "monitoring/warning_signers.html", context, status=refusal.status if refusal else 200)


def _may_withdraw(standing: Standing, signer: TrustedSigner) -> bool:
    return signer.withdrawn_at is None and standing.may(Right.CONFIGURE, path=signer.org.path)
