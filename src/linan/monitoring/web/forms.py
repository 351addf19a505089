"""Forms of monitoring's pages."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.forms.models import model_to_dict
from django.utils.translation import gettext_lazy as _

from linan.ground.orgs.models import Org, OrgKind
from linan.ground.ui.forms import LongSelect
from linan.monitoring.models import Device
from linan.monitoring.words import profile_names
from linan.registry.queries import building_names


class DeviceForm(forms.Form):
    """What is known of a device. The model of one that stands is fixed, for its series follow from it."""

    org = forms.ModelChoiceField(queryset=Org.objects.none(), label=_("organisation"))
    name = forms.CharField(label=_("name"), max_length=80)
    profile = forms.ChoiceField(label=_("device model"))
    building_id = forms.TypedChoiceField(
        label=_("building"), required=False, coerce=int, empty_value=None, widget=LongSelect
    )
    unit = forms.IntegerField(label=_("staircase"), required=False, min_value=1, max_value=99)
    floor = forms.IntegerField(label=_("floor"), required=False, min_value=-9, max_value=200)
    place = forms.CharField(label=_("place"), required=False, max_length=80)
    lon = forms.FloatField(label=_("longitude"), required=False, min_value=-180, max_value=180)
    lat = forms.FloatField(label=_("latitude"), required=False, min_value=-90, max_value=90)
    responsible = forms.CharField(label=_("responsible"), required=False, max_length=80)
    responsible_phone = forms.CharField(label=_("phone"), required=False, max_length=20)

    def __init__(self, posted: Mapping[str, str] | None, *, device: Device | None, orgs: Iterable[int]) -> None:
        super().__init__(posted, initial=model_to_dict(device) | {"building_id": device.building_id} if device else {})
        buildings = [("", "—"), *building_names()]
        self.fields["building_id"].choices = buildings  # type: ignore[attr-defined]
        self.fields["profile"].choices = list(profile_names().items())  # type: ignore[attr-defined]
        self.fields["org"].queryset = Org.objects.filter(  # type: ignore[attr-defined]
            pk__in=orgs, kind=OrgKind.COMMUNITY
        )
        if device:
            del self.fields["org"], self.fields["profile"]

    def columns(self) -> dict[str, Any]:
        """Return the valid columns, the organisation left out."""
        return {name: value for name, value in self.cleaned_data.items() if name != "org"}
