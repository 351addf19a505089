"""Forms of the condition editor."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from linan.ground.orgs.models import Org
from linan.ground.ui.forms import LongSelect
from linan.monitoring.actions.conditions import ConditionSpec
from linan.monitoring.domain.conditions import fields_of, parse
from linan.monitoring.domain.rule import BadParameters
from linan.monitoring.domain.setting import OperatingMode
from linan.monitoring.models import Condition, Severity
from linan.monitoring.web.condition_fields import INSIDE, field_of, fields_for, parameters_from
from linan.monitoring.words import profile_names, quantity_names
from linan.registry.queries import building_names

MODES = (
    (OperatingMode.DAILY, _("daily mode")), (OperatingMode.HOLIDAY, _("holiday mode")),
    (OperatingMode.EMERGENCY, _("emergency mode")),
)
PAST = ((30, _("the last 30 days")), (90, _("the last 90 days")), (366, _("the last year")))


class ConditionForm(forms.Form):
    """What a condition says: a field, or several, for each parameter of its kind."""

    title = forms.CharField(label=_("title"), max_length=80)
    severity = forms.TypedChoiceField(label=_("severity"), choices=Severity.choices, coerce=int)
    reason = forms.CharField(
        label=_("reason or article"), max_length=200,
        help_text=_("Why it is set so, or which article asks for it; the next person has to judge it."),
    )

    def __init__(self, posted: Mapping[str, Any] | None, *, kind: str, condition: Condition | None = None) -> None:
        self.kind, self.asked = kind, fields_of(kind)
        self.before: Mapping[str, Any] = condition.parameters if condition else {}
        known = {"title": condition.title, "severity": condition.severity} if condition else {"severity": 3}
        super().__init__(posted, initial=known)
        own = {name: one for field in self.asked for name, one in fields_for(field, self.before, _simple).items()}
        self.fields.update(own)
        self.order_fields(["title", "org", "quantity", "profile", "building_id", *own, "severity", "reason"])

    def clean(self) -> dict[str, Any]:
        """Judge the parameters as the condition's kind does."""
        said = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                parse(self.kind, self.parameters())
            except BadParameters as refusal:
                field = field_of(refusal.field or "")
                self.add_error(field if field in self.fields else None, str(refusal.sentence))
        return said

    def parameters(self) -> dict[str, Any]:
        """Return the parameters that the valid form says."""
        return parameters_from(self.asked, self.cleaned_data, self.before)

    def spec(self) -> ConditionSpec:
        """Return what the valid form says."""
        said = self.cleaned_data
        return ConditionSpec(
            title=said["title"], severity=said["severity"], reason=said["reason"], parameters=self.parameters()
        )


class NewConditionForm(ConditionForm):
    """A new condition: what it says, and where it is judged."""

    org = forms.ModelChoiceField(queryset=Org.objects.none(), label=_("organisation"))
    quantity = forms.ChoiceField(label=_("quantity"))
    profile = forms.ChoiceField(label=_("device model"), required=False)
    building_id = forms.TypedChoiceField(
        label=_("only in this building"), required=False, coerce=int, empty_value=None, widget=LongSelect
    )

    def __init__(self, posted: Mapping[str, Any] | None, *, kind: str, orgs: Iterable[int]) -> None:
        super().__init__(posted, kind=kind)
        mine = Org.objects.filter(pk__in=list(orgs)).order_by("path")
        self.fields["org"].queryset = mine  # type: ignore[attr-defined]
        self.fields["org"].initial = mine.first()
        self.fields["quantity"].choices = list(quantity_names().items())  # type: ignore[attr-defined]
        self.fields["profile"].choices = [("", _("every model")), *profile_names().items()]  # type: ignore[attr-defined]
        self.fields["building_id"].choices = [("", _("everywhere")), *building_names()]  # type: ignore[attr-defined]

    def scope(self) -> dict[str, Any]:
        """Return where the valid form wants it judged, as add_condition takes it."""
        said = self.cleaned_data
        return {
            "org_id": said["org"].pk, "quantity": said["quantity"], "profile": said["profile"],
            "building_id": said["building_id"],
        }


class RehearsalForm(forms.Form):
    """Over which past a condition is rehearsed."""

    days = forms.TypedChoiceField(label=_("over which time"), choices=PAST, coerce=int)


class ModeForm(forms.Form):
    """In which mode an organisation lives from now on."""

    mode = forms.ChoiceField(label=_("mode"), choices=MODES)
    mode_reason = forms.CharField(label=_("reason"), max_length=200)


def _simple() -> QuerySet[Condition]:
    """Return the conditions that may stand inside another."""
    return Condition.objects.filter(is_active=True, kind__in=INSIDE).order_by("quantity", "title")
