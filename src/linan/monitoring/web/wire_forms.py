"""Forms of platforms, entered readings and commands."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

from django import forms
from django.forms.models import model_to_dict
from django.utils.translation import gettext_lazy as _

from linan.ground.orgs.models import Org, OrgKind
from linan.monitoring.actions.sources import SourceSpec
from linan.monitoring.models import Series, Source
from linan.monitoring.wires import BROKER, platforms


class SourceForm(forms.Form):
    """What is known of a platform: only what its kind needs is asked."""

    org = forms.ModelChoiceField(queryset=Org.objects.none(), label=_("organisation"))
    title = forms.CharField(label=_("title"), max_length=80)
    host = forms.CharField(label=_("host"), max_length=120)
    port = forms.IntegerField(label=_("port"), min_value=1, max_value=65535, initial=1883)
    username = forms.CharField(label=_("user name"), max_length=80, required=False)
    token = forms.CharField(
        label=_("token"), max_length=200, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    is_active = forms.BooleanField(label=_("in use"), required=False, initial=True)

    def __init__(
        self, posted: Mapping[str, str] | None, *, kind: str, source: Source | None, orgs: Iterable[int]
    ) -> None:
        super().__init__(posted, initial=model_to_dict(source) if source else {})
        self.fields["org"].queryset = Org.objects.filter(  # type: ignore[attr-defined]
            pk__in=orgs, kind=OrgKind.COMMUNITY
        )
        for name in self._unwanted(kind, source):
            del self.fields[name]
        if "token" in self.fields:
            self._word_token(kind, source)

    def _unwanted(self, kind: str, source: Source | None) -> list[str]:
        unwanted = [] if kind == BROKER else ["host", "port", "username"]
        if kind != BROKER and not platforms()[kind].NEEDS_TOKEN:
            unwanted.append("token")
        return [*unwanted, "org"] if source else [*unwanted, "is_active"]

    def _word_token(self, kind: str, source: Source | None) -> None:
        field = self.fields["token"]
        field.required = kind != BROKER and source is None
        if kind == BROKER:
            field.label = _("password")
        field.help_text = _("Leave it empty to keep the one that is stored.") if source else (
            "" if kind == BROKER else _("The same as on the platform: its signatures are checked with it.")
        )

    def spec(self) -> SourceSpec:
        """Return what the valid form says."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "org"}
        return SourceSpec(**said)


class ReadingForm(forms.Form):
    """A reading that a person took. key: of this form, so that pressing twice enters once."""

    value = forms.FloatField(label=_("value"), widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
    at = forms.DateTimeField(
        label=_("measured at"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    note = forms.CharField(label=_("note"), max_length=200, required=False)
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, posted: Mapping[str, str] | None, *, series: Series, now: datetime) -> None:
        super().__init__(posted, initial={"at": now, "key": uuid4()})
        if series.unit:
            self.fields["value"].label = _("value in %(unit)s") % {"unit": series.unit}

    def said(self) -> dict[str, Any]:
        """Return the valid values."""
        return self.cleaned_data
