"""Forms of deployment."""

from collections.abc import Sequence
from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from linan.command.deployment.models import RoadClosure, Skill, Stock, Team, Urgency, Vehicle, what_choices
from linan.ground.orgs.models import Org
from linan.ground.people.models import Membership, Person
from linan.ground.ui.forms import LongSelect
from linan.registry.models import Building, Resource

_PLACE = ("lon", "lat")
_MOST_MIN = 24 * 60


class _SendableForm(forms.ModelForm):  # type: ignore[type-arg]
    """What teams and vehicles are asked for."""

    def __init__(self, *args: object, org_ids: Sequence[int], **named: object) -> None:
        super().__init__(*args, **named)  # type: ignore[arg-type]
        members = Membership.objects.filter(org_id__in=org_ids).values("person_id")
        self.fields["org"].queryset = Org.objects.filter(pk__in=org_ids)  # type: ignore[attr-defined]
        self.fields["leader"].queryset = Person.objects.filter(pk__in=members, is_active=True)  # type: ignore[attr-defined]
        self.fields["leader"].help_text = _("Gets the task on the phone when it is sent.")


class TeamForm(_SendableForm):
    """A team."""

    skills = forms.MultipleChoiceField(
        label=Team._meta.get_field("skills").verbose_name, choices=Skill.choices, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Team
        fields = ("name", "kind", "members", "skills", "travel_by", "turn_out_min", "leader", "phone", "org", "base", *_PLACE)


class VehicleForm(_SendableForm):
    """A vehicle."""

    class Meta:
        model = Vehicle
        fields = ("name", "kind", "turn_out_min", "leader", "phone", "org", "base", *_PLACE)


class StockForm(forms.ModelForm):  # type: ignore[type-arg]
    """Pieces of an item at a store."""

    resource = forms.ModelChoiceField(Resource._base_manager.none(), label=_("Where it lies"))

    class Meta:
        model = Stock
        fields = ("resource", "item", "amount")

    def __init__(self, *args: object, **named: object) -> None:
        super().__init__(*args, **named)  # type: ignore[arg-type]
        self.fields["resource"].queryset = Resource.objects.exclude(kind="hydrant")  # type: ignore[attr-defined]


class CountForm(forms.Form):
    """How many pieces there are."""

    amount = forms.IntegerField(min_value=0, max_value=1_000_000)


class ClosureForm(forms.ModelForm):  # type: ignore[type-arg]
    """A road that cannot be used."""

    class Meta:
        model = RoadClosure
        fields = ("place", "reason", "radius_m", *_PLACE)


class NeedForm(forms.Form):
    """What an incident lacks; the place is a building, or a point on the map where no building is named."""

    what = forms.ChoiceField(label=_("What is needed?"))
    how_many = forms.IntegerField(
        label=_("How many?"), min_value=1, max_value=10_000, initial=4, help_text=_("People, vehicles, or pieces.")
    )
    urgency = forms.TypedChoiceField(
        label=_("What is it for?"), choices=Urgency.choices, coerce=lambda said: Urgency(int(said)), initial=Urgency.LIFE,
        widget=forms.RadioSelect,
    )
    within_min = forms.IntegerField(
        label=_("Within how many minutes?"), min_value=1, max_value=_MOST_MIN, required=False,
        help_text=_("Leave it empty where every minute counts the same."),
    )
    place = forms.CharField(label=_("Where exactly?"), max_length=80)
    building = forms.ModelChoiceField(
        label=_("At which building?"), queryset=Building._base_manager.none(), required=False, widget=LongSelect,
        empty_label=_("The point on the map"),
    )
    lon = forms.FloatField(min_value=-180, max_value=180, label=_("longitude"), required=False)
    lat = forms.FloatField(min_value=-90, max_value=90, label=_("latitude"), required=False)

    def __init__(self, *args: object, **named: object) -> None:
        super().__init__(*args, **named)  # type: ignore[arg-type]
        self.fields["what"].choices = what_choices()  # type: ignore[attr-defined]
        self.fields["building"].queryset = Building.objects.defer("footprint").order_by("name")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, object]:
        """Refuse a need without a place."""
        said = super().clean() or {}
        if not said.get("building") and (said.get("lon") is None or said.get("lat") is None):
            self.add_error("building", forms.ValidationError(_("Choose a building, or a point on the map."), code="no_place"))
        return said

    @property
    def point(self) -> tuple[float, float]:
        """Where it is needed: lon, lat in degrees."""
        building = self.cleaned_data["building"]
        return (building.lon, building.lat) if building else (self.cleaned_data["lon"], self.cleaned_data["lat"])

    @property
    def within(self) -> timedelta | None:
        """How long there is, where an hour is set."""
        minutes = self.cleaned_data["within_min"]
        return timedelta(minutes=minutes) if minutes else None
