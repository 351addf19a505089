"""The form of a report, shared by the public page and the phone desk."""

import uuid
from collections.abc import Iterator
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.forms.models import ModelChoiceIterator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from linan.ground.orgs.models import Org
from linan.registry.fields import BuildingField
from linan.registry.models import Building
from linan.response.reports.actions import Said
from linan.response.reports.models import ReportKind

PHONE = r"^\+?[0-9][0-9 \-]{4,18}$"


class ReportForm(forms.Form):
    """What a person reports. The key comes with the form: sending it twice is one report."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("What is it?"), choices=ReportKind.choices, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("What do you see?"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000, required=False
    )
    building = BuildingField(
        label=_("Building"), required=False, empty_label=_("Outside, or not in the list"),
    )
    org = forms.ModelChoiceField(label=_("Community"), queryset=Org.objects.none(), required=False, empty_label=None)
    unit = forms.IntegerField(label=_("Staircase"), min_value=1, max_value=99, required=False)
    floor = forms.IntegerField(label=_("Floor"), min_value=-9, max_value=200, required=False)
    place = forms.CharField(label=_("Where exactly?"), max_length=120, required=False)
    lon = forms.FloatField(min_value=-180, max_value=180, required=False, widget=forms.HiddenInput)
    lat = forms.FloatField(min_value=-90, max_value=90, required=False, widget=forms.HiddenInput)
    phone = forms.RegexField(
        PHONE, label=_("Your phone"), required=False, help_text=_("Only the duty officer sees it, to ask back."),
        error_messages={"invalid": _("Write the phone number in digits, or leave it empty.")},
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )

    def __init__(self, *args: Any, buildings: QuerySet[Building], communities: QuerySet[Org], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["key"].initial = uuid.uuid4
        self.fields["building"].queryset = buildings.select_related("org").defer("footprint", "org__boundary")  # type: ignore[attr-defined]
        self.fields["org"].queryset = communities  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for some place, and find the community the report belongs to."""
        said = super().clean() or {}
        building = said.get("building")
        if building:
            said["org"] = building.org
        elif not (said.get("place") or said.get("lon") is not None):
            self.add_error("place", gettext("Say where it is: a building, a gate, what stands beside it."))
        said["org"] = said.get("org") or self._only_community()
        if not said["org"]:
            self.add_error("org", gettext("Choose the community, so that the right people get it."))
        return said

    def _only_community(self) -> Org | None:
        communities = list(self.fields["org"].queryset[:2])  # type: ignore[attr-defined]
        return communities[0] if len(communities) == 1 else None

    def said(self, *, address: str = "") -> Said:
        """Return what was reported; address: network address of the sender."""
        given = dict(self.cleaned_data)
        given.pop("org")
        kind = ReportKind(given.pop("kind"))
        return Said(kind=kind, address=address, **given)


class _OwnNames(ModelChoiceIterator):  # type: ignore[type-arg]
    """The buildings of one community by their names alone, so that a typed number finds one."""

    def __iter__(self) -> Iterator[tuple[Any, str]]:
        yield "", str(self.field.empty_label)
        yield from self.queryset.values_list("pk", "name").iterator()


class PhoneCallForm(ReportForm):
    """The same at the phone: the cursor stands where the caller's words go, and no hand leaves the keyboard."""

    text = forms.CharField(
        label=_("What does the caller say?"), widget=forms.Textarea(attrs={"rows": 2, "autofocus": True}),
        max_length=2000, required=False,
    )
    phone = forms.RegexField(
        PHONE, label=_("Phone of the caller"), required=False,
        error_messages={"invalid": _("Write the phone number in digits, or leave it empty.")},
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self._only_community():
            building: Any = self.fields["building"]
            building.iterator = _OwnNames
            building.widget.choices = building.choices
