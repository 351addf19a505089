"""Forms of response."""

from collections.abc import Sequence
from datetime import timedelta

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from linan.ground.orgs.models import Org
from linan.ground.people.models import Membership
from linan.response.kinds import kinds
from linan.response.models import CloseReason, EventGrade, Mode

LONGEST_TASK_MIN = 24 * 60


class OpeningForm(forms.Form):
    """Open an incident by hand, for instance after a call."""

    org = forms.ModelChoiceField(label=_("Community"), queryset=Org.objects.none(), empty_label=None)
    kind = forms.ChoiceField(label=_("What is it?"))
    place = forms.CharField(label=_("Where?"), max_length=120, help_text=_("Building, staircase, floor, or the nearest gate."))
    mode = forms.ChoiceField(label=_("Real or drill?"), choices=Mode.choices, initial=Mode.REAL, widget=forms.RadioSelect)
    account = forms.CharField(label=_("What was said?"), widget=forms.Textarea(attrs={"rows": 3}), required=False)

    def __init__(self, *args: object, org_ids: Sequence[int], **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        communities = Org.objects.filter(pk__in=org_ids, kind="community")
        self.fields["org"].queryset = communities  # type: ignore[attr-defined]
        self.fields["kind"].choices = [(kind.key, kind.name) for kind in kinds()]  # type: ignore[attr-defined]


class ClosingForm(forms.Form):
    """Close an incident with reason and summary."""

    reason = forms.ChoiceField(label=_("Why does it end?"), choices=CloseReason.choices)
    summary = forms.CharField(
        label=_("What happened, and how did it end?"), widget=forms.Textarea(attrs={"rows": 4}), max_length=4000
    )


class ReopeningForm(forms.Form):
    """Answer a closed incident again."""

    reason = forms.CharField(
        label=_("Why does it go on?"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000,
        help_text=_("For instance: it burns again, or somebody is missing after all."),
    )


class GradeForm(forms.Form):
    """How grave the event is, and on what that rests."""

    grade = forms.ChoiceField(label=_("Event grade"), choices=EventGrade.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("On what does it rest?"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000,
        help_text=_("The dead and injured, the loss, and who assessed it."),
    )


class UnitForm(forms.Form):
    """A unit that takes part."""

    unit = forms.ModelChoiceField(label=_("Unit"), queryset=Org.objects.none())

    def __init__(self, *args: object, units: QuerySet[Org], **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]


class OwnerField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A person in a role, shown with both and with the unit."""

    def label_from_instance(self, obj: Membership) -> str:
        """Return how the choice reads."""
        return f"{obj.person} · {obj.get_role_display()} · {obj.org}"


class TaskForm(forms.Form):
    """A task given by hand to one owner."""

    title = forms.CharField(label=_("What is to be done?"), max_length=120)
    brief = forms.CharField(
        label=_("What must the person know?"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000, required=False
    )
    owner = OwnerField(label=_("Who does it?"), queryset=Membership.objects.none())
    due_in_min = forms.IntegerField(
        label=_("Within how many minutes?"), min_value=1, max_value=LONGEST_TASK_MIN, initial=15,
        help_text=_("Counted from now; at most a day."),
    )

    def __init__(self, *args: object, owners: QuerySet[Membership], **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.fields["owner"].queryset = owners  # type: ignore[attr-defined]

    @property
    def due_in(self) -> timedelta:
        """How long the owner has."""
        return timedelta(minutes=self.cleaned_data["due_in_min"])
