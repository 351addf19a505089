"""Forms of duty."""

from datetime import datetime, timedelta
from typing import ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from linan.ground.people.models import Person
from linan.logistics.duty.actions.shifts import Plan
from linan.logistics.duty.models import Post, Shift, SpotRule

LONGEST_H = 48
MOST_TIMES = 62


class PlanForm(forms.Form):
    """Put somebody on duty."""

    post = forms.ChoiceField(label=_("Post"), choices=Post.choices, widget=forms.RadioSelect, initial=Post.OFFICER)
    person = forms.ModelChoiceField(Person._base_manager.none(), label=_("Who?"))
    begins_at = forms.DateTimeField(
        label=_("Begins"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )
    hours = forms.IntegerField(label=_("For how many hours?"), min_value=1, max_value=LONGEST_H, initial=24)
    times = forms.IntegerField(
        label=_("How often?"), min_value=1, max_value=MOST_TIMES, initial=1,
        help_text=_("1: only this shift. More: the same shift again and again."),
    )
    every_days = forms.IntegerField(label=_("Every how many days?"), min_value=1, max_value=31, initial=1)

    def __init__(self, *args: object, staff: QuerySet[Person], **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.fields["person"].queryset = staff  # type: ignore[attr-defined]

    @property
    def plan(self) -> Plan:
        """What was asked for."""
        said = self.cleaned_data
        begins_at: datetime = said["begins_at"]
        return Plan(
            post=Post(said["post"]), person=said["person"], begins_at=begins_at,
            ends_at=begins_at + timedelta(hours=said["hours"]), times=said["times"], every_days=said["every_days"],
        )


class ChangeForm(forms.Form):
    """Take a shift back, or give it to somebody else."""

    to = forms.ModelChoiceField(
        Person._base_manager.none(), label=_("Who takes it?"), required=False, empty_label=_("nobody: take the shift back")
    )
    why = forms.CharField(label=_("Why?"), max_length=400, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: object, staff: QuerySet[Person], **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.fields["to"].queryset = staff  # type: ignore[attr-defined]


class HandOverForm(forms.Form):
    """What whoever comes must know."""

    text = forms.CharField(
        label=_("What must whoever comes know?"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What is going on, what is promised to whom, what is broken. No names of residents."),
    )
    is_drill = forms.BooleanField(label=_("This is a drill"), required=False)


class SpotRuleForm(forms.ModelForm):  # type: ignore[type-arg]
    """When and how often whoever is on duty is checked."""

    class Meta:
        model = SpotRule
        fields = ("is_active", "begins", "ends", "per_week", "within_min")
        widgets: ClassVar = {
            name: forms.TimeInput(attrs={"type": "time"}, format="%H:%M") for name in ("begins", "ends")
        }


class ShiftField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A shift, shown with whose it is and when."""

    def label_from_instance(self, obj: Shift) -> str:
        """Return how the choice reads."""
        begins_at, ends_at = localtime(obj.begins_at), localtime(obj.ends_at)
        return f"{obj.person} · {begins_at:%m-%d %H:%M} – {ends_at:%m-%d %H:%M}"


class SwapForm(forms.Form):
    """For which shift of a colleague, and why."""

    taken = ShiftField(Shift._base_manager.none(), label=_("For which shift?"))
    why = forms.CharField(label=_("Why?"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: object, shifts: QuerySet[Shift], **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.fields["taken"].queryset = shifts  # type: ignore[attr-defined]
