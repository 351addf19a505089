"""Forms of base information."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linan.ground.orgs.models import Org, OrgKind
from linan.registry.models import Building, ProtectedTarget, Resource, RiskSource

PLACE = ["org", "code", "name", "kind", "lon", "lat", "responsible", "note"]


class _OfCommunities(forms.ModelForm):  # type: ignore[type-arg]  # Django has no such subscript when it runs
    """A form of a row that belongs to a community within reach, at a place on the earth."""

    lon = forms.FloatField(label=_("longitude"), min_value=-180, max_value=180)
    lat = forms.FloatField(label=_("latitude"), min_value=-90, max_value=90)

    def __init__(self, *args: Any, orgs: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        within = Org.objects.filter(pk__in=orgs)
        field = self.fields["org"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = within.filter(kind=OrgKind.COMMUNITY)


class BuildingForm(_OfCommunities):
    """A building."""

    floors = forms.IntegerField(label=_("floors"), min_value=1, max_value=200)
    units = forms.IntegerField(label=_("staircases"), min_value=1, max_value=60)
    height_m = forms.FloatField(label=_("height (m)"), min_value=0.5, max_value=1000, required=False)

    class Meta:
        model = Building
        fields = ["org", "code", "name", "address", "use", "floors", "units", "height_m", "lon", "lat"]


class RiskSourceForm(_OfCommunities):
    """A risk source."""

    class Meta:
        model = RiskSource
        fields = PLACE


class ProtectedTargetForm(_OfCommunities):
    """A protected target."""

    class Meta:
        model = ProtectedTarget
        fields = [*PLACE, "headcount"]


class ResourceForm(_OfCommunities):
    """A resource."""

    class Meta:
        model = Resource
        fields = [*PLACE, "capacity"]


class ImportForm(forms.Form):
    """A table of a community's buildings."""

    org = forms.ModelChoiceField(label=_("community"), queryset=Org.objects.none())
    table = forms.FileField(label=_("Excel or CSV file"))

    def __init__(self, *args: Any, orgs: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["org"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Org.objects.filter(pk__in=orgs, kind=OrgKind.COMMUNITY)
