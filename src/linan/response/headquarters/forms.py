"""Forms of the field headquarters."""

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from linan.ground.people.models import Membership
from linan.response.forms import OwnerField


class MomentForm(forms.Form):
    """At which moment somebody wants to know who held a post."""

    at = forms.DateTimeField(
        label=_("Who was it at"), required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local", "step": "1"}, format="%Y-%m-%dT%H:%M:%S"),
    )


class NamingForm(forms.Form):
    """Who holds a post from now on."""

    person = OwnerField(label=_("Who?"), queryset=Membership.objects.none())
    why = forms.CharField(
        label=_("If somebody holds it: why do they not hand it over?"), max_length=400, required=False,
        help_text=_("For instance: not reachable since 03:05. The reason stays with the incident."),
    )

    def __init__(self, *args: object, people: QuerySet[Membership], **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.fields["person"].queryset = people  # type: ignore[attr-defined]


class OfferForm(forms.Form):
    """To whom a post is handed over, and what they must know beyond the open points."""

    to = OwnerField(label=_("To whom?"), queryset=Membership.objects.none())
    note = forms.CharField(
        label=_("What must they know?"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000, required=False,
        help_text=_("Open tasks, clocks and reports are listed by themselves; the next person ticks each of them."),
    )

    def __init__(self, *args: object, people: QuerySet[Membership], **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.fields["to"].queryset = people  # type: ignore[attr-defined]
