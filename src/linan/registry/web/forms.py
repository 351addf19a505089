"""Forms of base information."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from linan.ground.orgs.models import Org, OrgKind
from linan.registry.models import (
    Building,
    Household,
    MoveKind,
    NeedKind,
    ProtectedTarget,
    Resident,
    Resource,
    RiskSource,
    SecondContact,
)

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


class HouseholdForm(forms.ModelForm):  # type: ignore[type-arg]
    """A household of a building; the building stands on the instance. What is stored of the second contact stays where left empty."""

    unit = forms.IntegerField(label=_("staircase"), min_value=1, max_value=60)
    floor = forms.IntegerField(label=_("floor"), min_value=-5, max_value=200)
    contact_name = forms.CharField(
        label=_("second contact"), max_length=60, required=False,
        help_text=_("Whom to ask when nobody there answers: somebody who lives elsewhere. What is left empty stays as it is."),
    )
    contact_relation = forms.CharField(label=_("relation to the household"), max_length=20, required=False)
    contact_phone = forms.RegexField(r"^\+?[0-9]{3,20}$", label=_("phone of the second contact"), required=False)
    contact_gone = forms.BooleanField(label=_("There is no second contact any more"), required=False)

    class Meta:
        model = Household
        fields = ["unit", "floor", "door", "pets"]

    def __init__(self, *args: Any, contact: SecondContact | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pets"].help_text = _("Kind and number, for instance: 1 dog, 2 cats. They go along.")
        self._has_contact = contact is not None
        if contact is None:
            del self.fields["contact_gone"]
        else:
            self.initial["contact_relation"] = contact.relation

    def contact_texts(self) -> dict[str, str]:
        """Return the personal fields of the second contact that were filled in."""
        said = {"name": self.cleaned_data["contact_name"], "phone": self.cleaned_data["contact_phone"]}
        return {field: text for field, text in said.items() if text}

    def clean(self) -> None:
        """Refuse a door that is already there, and a phone of nobody."""
        super().clean()
        door = {name: self.cleaned_data.get(name) for name in ("unit", "door")}
        others = Household.objects.exclude(pk=self.instance.pk)
        if others.filter(building=self.instance.building, **door).exists():
            self.add_error("door", _("This door is already there. Choose it on the building's page."))
        said = {name for name in ("contact_name", "contact_phone", "contact_relation") if self.cleaned_data.get(name)}
        if said and "contact_name" not in said and not self._has_contact:
            self.add_error("contact_name", _("Whose phone is it? Enter the name."))


class ResidentForm(forms.Form):
    """A resident. When someone is edited, a personal field left empty stays as it is."""

    name = forms.CharField(label=_("full name"), max_length=60)
    phone = forms.RegexField(r"^\+?[0-9]{3,20}$", label=_("phone"), required=False)
    id_number = forms.RegexField(r"^[0-9A-Za-z]{6,20}$", label=_("ID number"), required=False)
    health_note = forms.CharField(label=_("health note"), max_length=400, required=False)
    birth_year = forms.IntegerField(label=_("year of birth"), min_value=1900, max_value=2100, required=False)
    needs = forms.MultipleChoiceField(
        label=_("needs"), choices=NeedKind.choices, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, posted: QueryDict | None, *, resident: Resident | None = None) -> None:
        super().__init__(posted)
        if resident is not None:
            self.initial = {"birth_year": resident.birth_year, "needs": [need.kind for need in resident.needs.all()]}
            self.fields["name"].required = False
            self.fields["name"].help_text = _("A personal field that is left empty stays as it is.")

    def texts(self) -> dict[str, str]:
        """Return the personal fields that were filled in."""
        names = ("name", "phone", "id_number", "health_note")
        return {name: self.cleaned_data[name] for name in names if self.cleaned_data[name]}


class ImportForm(forms.Form):
    """A table of one community."""

    org = forms.ModelChoiceField(label=_("community"), queryset=Org.objects.none())
    table = forms.FileField(label=_("Excel or CSV file"))

    def __init__(self, *args: Any, orgs: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["org"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Org.objects.filter(pk__in=orgs, kind=OrgKind.COMMUNITY)
        if field.queryset.count() == 1:
            field.empty_label = None


class _MoveForm(forms.Form):
    """The day of a move."""

    moved_on = forms.DateField(label=_("On which day?"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))


class MovingInForm(_MoveForm):
    """The door somebody moves to, in the same community."""

    building = forms.ModelChoiceField(label=_("building"), queryset=Building.objects.none())
    unit = forms.IntegerField(label=_("staircase"), min_value=1, max_value=60, initial=1)
    door = forms.CharField(label=_("door"), max_length=20)
    field_order = ("building", "unit", "door", "moved_on")
    household: Household

    def __init__(self, *args: Any, buildings: QuerySet[Building], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["building"].queryset = buildings  # type: ignore[attr-defined]

    def clean(self) -> None:
        """Find the household behind the door."""
        super().clean()
        place = {name: self.cleaned_data.get(name) for name in ("building", "unit", "door")}
        found = Household.objects.filter(**place).first() if all(place.values()) else None
        if found:
            self.household = found
        elif not self.errors:
            self.add_error("door", _("This door is not entered yet. Enter the household on the building's page first."))


class MovingOutForm(_MoveForm):
    """How somebody leaves the community."""

    kind = forms.ChoiceField(
        label=_("Why?"), widget=forms.RadioSelect, initial=MoveKind.AWAY,
        choices=[(kind.value, kind.label) for kind in (MoveKind.AWAY, MoveKind.DECEASED)],
    )
    field_order = ("kind", "moved_on")
