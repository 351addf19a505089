"""Forms of deadlines: one changed, and a new one with its source."""

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from linan.response.models import EventGrade, IncidentClass
from linan.response.upward.domain.deadlines import CLOCKED, CountedFrom, Deadline, Kind, Unit, Way
from linan.response.upward.models.words import ALL_KINDS, COUNTED_FROM, OWES, UNITS, WAYS

CODES = r"^[0-9]+([,，、 ]+[0-9]+)*$"


class SourceForm(forms.Form):
    """What every deadline says of itself: how long, to whom, and who says so."""

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

    def clean(self) -> dict[str, Any]:
        """Let nothing count as verified without the words that were read."""
        said = super().clean() or {}
        if said.get("verified") and not said.get("quote"):
            self.add_error("quote", gettext("Copy the words of the source here: only what was read there counts as verified."))
        return said


class DeadlineForm(SourceForm):
    """How a unit wants a deadline."""

    window_days = forms.IntegerField(
        label=_("Changes count for so many days after the event"), min_value=1, max_value=999, required=False
    )
    has_ended = forms.BooleanField(label=_("It no longer holds: begin no more clocks for it"), required=False)
    reason = forms.CharField(label=_("Why is it changed?"), max_length=400)

    def __init__(self, *args: object, deadline: Deadline, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        if deadline.kind != Kind.SUPPLEMENT:
            del self.fields["window_days"]
        if not deadline.is_own:
            del self.fields["has_ended"]  # what a law says is changed here, not put away
        for name in self.fields:
            self.fields[name].initial = getattr(deadline, name, "")
        self._deadline = deadline

    @property
    def deadline(self) -> Deadline:
        """The deadline as it was entered."""
        said = self.cleaned_data
        return replace(
            self._deadline, within=said["within"], unit=Unit(said["unit"]), to=said["to"], source=said["source"],
            quote=said["quote"], verified=said["verified"], has_ended=said.get("has_ended", False), own_number=False,
            window_days=said.get("window_days", self._deadline.window_days),
        )


class NewDeadlineForm(SourceForm):
    """A deadline that no shipped one says."""

    title = forms.CharField(label=_("Name of the deadline"), max_length=60)
    owes = forms.ChoiceField(label=_("Which kind of unit owes it?"), choices=OWES)
    who = forms.CharField(label=_("Who owes it, in the words of the source"), max_length=80)
    kind = forms.ChoiceField(label=_("Kind of report"), choices=ALL_KINDS)
    way = forms.ChoiceField(label=_("By which way?"), choices=WAYS)
    counted_from = forms.ChoiceField(label=_("Counted from"), choices=COUNTED_FROM)
    window_days = forms.IntegerField(
        label=_("Changes count for so many days after the event"), min_value=1, max_value=999, required=False,
        help_text=_("Only for supplements on casualties."),
    )
    is_repeated = forms.BooleanField(label=_("Begins again after each report while the incident is open"), required=False)
    klasses = forms.MultipleChoiceField(
        label=_("Classes of emergencies"), choices=IncidentClass.choices, required=False,
        widget=forms.CheckboxSelectMultiple, help_text=_("None ticked: all of them."),
    )
    grades = forms.MultipleChoiceField(
        label=_("Event grades"), choices=EventGrade.choices, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: all of them."),
    )
    sub_codes = forms.RegexField(
        CODES, label=_("Sub-codes of emergencies"), max_length=120, required=False,
        help_text=_("As in GB/T 35561, several with commas; empty: all of them."),
        error_messages={"invalid": _("Write codes in digits with commas between them.")},
    )
    regions = forms.RegexField(
        CODES, label=_("Regions"), max_length=120, required=False,
        help_text=_("Beginnings of division codes, several with commas; empty: everywhere."),
        error_messages={"invalid": _("Write codes in digits with commas between them.")},
    )
    own_number = forms.BooleanField(
        label=_("The source says at once or in time; the number is our own"), required=False
    )
    reason = forms.CharField(label=_("Why is it added?"), max_length=400)
    field_order = (
        "title", "owes", "who", "to", "kind", "way", "within", "unit", "own_number", "counted_from", "window_days", "is_repeated",
        "klasses", "grades", "sub_codes", "regions", "source", "quote", "verified", "reason",
    )

    def clean(self) -> dict[str, Any]:
        """Let kind, unit and beginning fit each other, so that a clock can run."""
        said = super().clean()
        is_supplement = said.get("kind") == Kind.SUPPLEMENT
        if said.get("kind") != Kind.REGULAR and said.get("unit") not in CLOCKED:
            self.add_error("unit", gettext("The clock of a report runs in minutes, hours, days or working days."))
        if is_supplement != (said.get("counted_from") == CountedFrom.CHANGED):
            self.add_error("counted_from", gettext("A supplement is counted from the change of casualties, and nothing else is."))
        if said.get("window_days") and not is_supplement:
            self.add_error("window_days", gettext("Only for supplements on casualties."))
        return said

    @property
    def deadline(self) -> Deadline:
        """The deadline as it was entered; its key is given when it is kept."""
        said = dict(self.cleaned_data)
        said.pop("reason")
        enums = {"kind": Kind, "way": Way, "unit": Unit, "counted_from": CountedFrom}
        said |= {name: enum(said[name]) for name, enum in enums.items()}
        said |= {name: tuple(said[name]) for name in ("klasses", "grades")}
        said |= {name: _codes(said[name]) for name in ("sub_codes", "regions")}
        return Deadline(key="", **said)


def _codes(said: str) -> tuple[str, ...]:
    for mark in "，、 ":
        said = said.replace(mark, ",")
    return tuple(one for one in said.split(",") if one)
