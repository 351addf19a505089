"""Pages of how long readings are kept."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from linan.ground.access.decorators import signed_in
from linan.ground.access.doors import require
from linan.ground.access.rights import Right
from linan.ground.clock import now
from linan.ground.refusals import NotFound, Refused
from linan.ground.ui.forms import add_refusal
from linan.ground.web import Request
from linan.monitoring.access import require_topmost
from linan.monitoring.actions.retention import Term, WouldDelete, decide_term
from linan.monitoring.archive.retention import KeptClass, retention
from linan.monitoring.kept import Loss, retention_at, stock
from linan.monitoring.models import KeptTerm


@dataclass(frozen=True, slots=True)
class ShownClass:
    """A class as it holds now. decided: the newest first; none where the shipped term holds."""

    key: str
    kept: KeptClass
    decided: list[KeptTerm]


class TermForm(forms.Form):
    """How long a class is kept."""

    readings_days = forms.IntegerField(label=_("every reading, days"))
    hours_days = forms.IntegerField(label=_("hourly figures, days"))
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}), max_length=1000)

    def term(self) -> Term:
        """Return the term of the valid form."""
        return Term(**self.cleaned_data)


@require_GET
@signed_in
def retention_list(request: Request) -> HttpResponse:
    """Show how long each class is kept, and who decided it."""
    require(request.standing, Right.ADMINISTER)
    context = {"classes": _shown(), "open_days": retention().open_days, "stock": stock()}
    return render(request, "monitoring/retention.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def deciding(request: Request, klass: str) -> HttpResponse:
    """Decide how long a class is kept; what that would delete is told first."""
    require(request.standing, Right.ADMINISTER)
    shown = next((one for one in _shown() if one.key == klass), None)
    if shown is None:
        raise NotFound
    held = {"readings_days": shown.kept.readings_days, "hours_days": shown.kept.hours_days}
    form = TermForm(request.POST or None, initial=held)
    loss = _decide(request, klass, form) if request.method == "POST" and form.is_valid() else None
    if form.is_bound and form.is_valid() and loss is None:
        messages.success(request, gettext("Decided. The archive obeys in the coming night."))
        return redirect("monitoring:retention")
    status = 409 if loss else 422 if form.is_bound else 200
    return render(request, "monitoring/retention_form.html", {"shown": shown, "form": form, "loss": loss}, status=status)


def _decide(request: Request, klass: str, form: TermForm) -> Loss | None:
    """Decide it, or return what would be deleted without anybody having agreed."""
    agreed = request.POST.get("agreed_days", "")
    try:
        decide_term(
            klass, form.term(), agreed_days=int(agreed) if agreed.isdecimal() else 0,
            org=require_topmost(request.standing, Right.ADMINISTER), by=request.person, now=now(),
        )
    except WouldDelete as refused:
        return refused.loss
    except Refused as refused:
        add_refusal(form, refused)
    return None


def _shown() -> list[ShownClass]:
    decided: dict[str, list[KeptTerm]] = {}
    for row in KeptTerm.objects.select_related("by"):
        decided.setdefault(row.klass, []).append(row)
    return [ShownClass(key, one, decided.get(key, [])) for key, one in retention_at(now()).classes.items()]
