"""The rules of turn-out, roll-calls, unclaimed tasks and double duty on one page, and one of them changed."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from linan.ground.access.decorators import signed_in
from linan.ground.access.doors import require
from linan.ground.access.rights import Right
from linan.ground.clock import now
from linan.ground.orgs.models import Org
from linan.ground.refusals import NotAllowed, Refused
from linan.ground.ui.forms import add_refusal
from linan.ground.web import Request
from linan.logistics.duty.actions.rules import RuleWords, set_duty_rule
from linan.logistics.duty.web.roster import unit_of
from linan.response.headquarters.rule_forms import RuleForm
from linan.response.headquarters.rule_page import (
    ShownRule,
    shown_rule,
    shown_rules,
    unit_that_sets_rules,
    versions_of,
)


@require_GET
@signed_in
def rules(request: Request) -> HttpResponse:
    """Show every rule with its source, as it holds for the person's unit."""
    require(request.standing, Right.SEE)
    setting = unit_that_sets_rules(request.standing)
    unit = setting or unit_of(request.standing)
    context = {"unit": unit, "rules": shown_rules(unit), "may_change": setting is not None}
    return render(request, "headquarters/rules.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def rule(request: Request, key: str) -> HttpResponse:
    """Change a rule for the person's unit and all below it."""
    require(request.standing, Right.CONFIGURE)
    unit = unit_that_sets_rules(request.standing)
    if unit is None:
        raise NotAllowed
    shown = shown_rule(unit, key)
    form = _form(request, shown)
    if form.is_valid() and _is_set(request, form, unit, key):
        return redirect("headquarters:rules")
    own = shown.own if shown.own and shown.own.org_id == unit.pk else None
    context = {
        "form": form, "unit": unit, "shown": shown, "version": own.version if own else 0, "versions": versions_of(unit, key)
    }
    return render(request, "headquarters/rule.html", context, status=422 if form.is_bound else 200)


def _form(request: Request, shown: ShownRule) -> RuleForm:
    source, is_verified = shown.sources[0]
    return shown.kind.form(request.POST or None, content=shown.content, source=source, is_verified=is_verified)


def _is_set(request: Request, form: RuleForm, unit: Org, key: str) -> bool:
    seen, said = request.POST.get("version", ""), form.cleaned_data
    words = RuleWords(
        key=key, content=form.content(), source=said["source"], is_verified=said["is_verified"], reason=said["reason"]
    )
    try:
        set_duty_rule(words, org=unit, seen_version=int(seen) if seen.isdecimal() else -1, by=request.person, now=now())
    except Refused as refused:
        add_refusal(form, refused)
        return False
    return True
