"""Forms of upward reporting."""

from dataclasses import replace
from datetime import datetime

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linan.response.upward.domain.deadlines import Deadline, Unit
from linan.response.upward.models.words import UNITS


class PhoneForm(forms.Form):
    """A report by phone."""

    to_name = forms.CharField(label=_("Who took the call?"), max_length=60, help_text=_("Name and post."))
    called_at = forms.DateTimeField(
        label=_("When was it?"), input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    said = forms.CharField(
        label=_("What was said?"), widget=forms.Textarea(attrs={"rows": 4}), max_length=2000,
        help_text=_("Time, place, what happened, casualties, what was done, what is needed."),
    )

    def __init__(self, *args: object, now: datetime, said: str = "", **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.fields["called_at"].initial = timezone.localtime(now).strftime("%Y-%m-%dT%H:%M")
        self.fields["said"].initial = said


class DeadlineForm(forms.Form):
    """How a unit wants a deadline."""

    within = forms.IntegerField(label=_("Time allowed"), min_value=1, max_value=999)
    unit = forms.ChoiceField(label=_("Counted in"), choices=UNITS)
    to = forms.CharField(label=_("Reported to"), max_length=80)
    source = forms.CharField(
        label=_("Source with article"), max_length=120, help_text=_("The document that says so: title, number, article.")
    )
    quote = forms.CharField(
        label=_("Words of the source"), widget=forms.Textarea(attrs={"rows": 3}), max_length=1000, required=False
    )
    verified = forms.BooleanField(label=_("Compared with the text of the source"), required=False)
    reason = forms.CharField(label=_("Why is it changed?"), max_length=400)

    def __init__(self, *args: object, deadline: Deadline, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        for name in ("within", "unit", "to", "source", "quote", "verified"):
            self.fields[name].initial = getattr(deadline, name)
        self._deadline = deadline

    @property
    def deadline(self) -> Deadline:
        """The deadline as it was entered."""
        said = self.cleaned_data
        return replace(
            self._deadline, within=said["within"], unit=Unit(said["unit"]), to=said["to"], source=said["source"],
            quote=said["quote"], verified=said["verified"], own_number=False,
        )
