"""Forms of shelters."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from linan.ground.access.rights import Right, roles_with
from linan.ground.orgs.models import Org, OrgKind
from linan.ground.orgs.queries import ids_of_path, subtree_ids
from linan.ground.people.models import Person
from linan.logistics.shelters.actions.openings import Looked
from linan.logistics.shelters.actions.places import Known
from linan.logistics.shelters.domain.checklists import checklist
from linan.logistics.shelters.models import RESERVE_MOST_PERCENT, Facility, OpeningMode, Shelter
from linan.logistics.shelters.words import titles
from linan.registry.models import Resource, ResourceKind

KEPT = (
    "name", "address", "lon", "lat", "is_indoor", "places", "beds", "is_step_free", "reserve_percent", "facilities",
    "contact", "phone", "resource",
)


class ShelterForm(forms.Form):
    """What is known of a shelter."""

    org = forms.ModelChoiceField(Org._base_manager.none(), label=_("organisation"))
    resource = forms.ModelChoiceField(
        Resource._base_manager.none(), label=_("place of the base information"), required=False
    )
    name = forms.CharField(label=_("name"), max_length=120)
    address = forms.CharField(label=_("address"), max_length=200, required=False)
    places = forms.IntegerField(label=_("places (people)"), min_value=1, max_value=200_000)
    reserve_percent = forms.IntegerField(
        label=_("reserve (%)"), min_value=0, max_value=RESERVE_MOST_PERCENT, initial=10,
        help_text=_("Kept free for those who come late or are carried."),
    )
    beds = forms.IntegerField(label=_("beds"), min_value=0, max_value=200_000, required=False)
    is_indoor = forms.BooleanField(label=_("under a roof"), required=False)
    is_step_free = forms.BooleanField(label=_("step-free way in"), required=False)
    facilities = forms.MultipleChoiceField(
        label=_("facilities"), choices=Facility.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    contact = forms.CharField(
        label=_("responsible post"), max_length=80, required=False, help_text=_("A post, not a person's name.")
    )
    phone = forms.CharField(
        label=_("phone of its desk"), max_length=40, required=False, help_text=_("Everybody can see it.")
    )
    lon = forms.FloatField(label=_("longitude"), min_value=-180, max_value=180)
    lat = forms.FloatField(label=_("latitude"), min_value=-90, max_value=90)

    def __init__(self, *args: Any, orgs: Sequence[int], shelter: Shelter | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        taken = Shelter.objects.exclude(resource=None).exclude(pk=shelter.pk if shelter else 0)
        kinds = (ResourceKind.SHELTER, ResourceKind.ASSEMBLY_POINT)
        free = Resource.objects.filter(kind__in=kinds).exclude(pk__in=taken.values("resource"))
        self.fields["resource"].queryset = free  # type: ignore[attr-defined]
        within = Org.objects.filter(pk__in=orgs, kind__in=(OrgKind.COMMUNITY, OrgKind.STREET, OrgKind.DISTRICT))
        self.fields["org"].queryset = within  # type: ignore[attr-defined]
        if shelter:
            del self.fields["org"]

    def known(self) -> Known:
        """Return what was entered."""
        return Known(**{name: self.cleaned_data[name] for name in KEPT})


class _ChecklistForm(forms.Form):
    """A reason and a checklist. Subclasses say which."""

    list_name = ""

    reason = forms.CharField(label=_("Reason for it"), max_length=200)
    checks = forms.MultipleChoiceField(
        label=_("Checked on the spot"), widget=forms.CheckboxSelectMultiple, required=False
    )
    note = forms.CharField(
        label=_("What is missing, and who brings it"), max_length=400, required=False,
        widget=forms.Textarea(attrs={"rows": 2}), help_text=_("Needed when a point above is not checked."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["checks"].choices = titles(checklist(self.list_name))  # type: ignore[attr-defined]

    def looked(self) -> Looked:
        """Return the reason and the checklist."""
        said = self.cleaned_data
        return Looked(reason=said["reason"], checked=frozenset(said["checks"]), note=said["note"])


class ClosingForm(_ChecklistForm):
    """Close a shelter."""

    list_name = "closing"


class OpeningForm(_ChecklistForm):
    """Open a shelter."""

    list_name = "opening"

    owner = forms.ModelChoiceField(
        Person._base_manager.none(), label=_("Who answers for it"), help_text=_("One person, on the spot.")
    )
    mode = forms.ChoiceField(
        label=_("Real or drill"), choices=OpeningMode.choices, initial=OpeningMode.REAL, widget=forms.RadioSelect
    )
    field_order = ("reason", "mode", "owner", "checks", "note")

    def __init__(self, *args: Any, shelter: Shelter, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = owners_of(shelter.org, now=now)  # type: ignore[attr-defined]


def owners_of(org: Org, *, now: datetime) -> QuerySet[Person]:
    """Return who can answer for a shelter: whoever may respond there, below it or above it."""
    circle = {*subtree_ids([org.pk]), *ids_of_path(org.path)}
    held = Q(memberships__to_at=None) | Q(memberships__to_at__gt=now)
    people = Person.objects.filter(
        held, is_active=True, memberships__org_id__in=circle, memberships__from_at__lte=now,
        memberships__role__in=roles_with(Right.RESPOND),
    )
    return people.distinct().order_by("full_name", "pk")
