"""Forms of upward reporting."""

from collections.abc import Sequence
from datetime import datetime

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linan.response.upward.actions.drafting import CONFIRMED, TEXTS, HandFigure, Written
from linan.response.upward.actions.sending import amount
from linan.response.upward.domain.figures import change_of, leap_rule
from linan.response.upward.models import Figure, Filing, Harm
from linan.response.upward.models.words import KINDS


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


class FilingForm(forms.Form):
    """A report as it is written. Figures of a ledger are shown, not entered; the others have a field for value and source."""

    kind = forms.ChoiceField(label=_("Kind of report"), choices=KINDS)
    happened = forms.CharField(label=_("Basic facts"), widget=forms.Textarea(attrs={"rows": 6}), max_length=6000)
    harm = forms.CharField(
        label=_("Impact and outlook"), widget=forms.Textarea(attrs={"rows": 3}), max_length=4000, required=False,
        help_text=_("Who and what is affected, and where it may lead."),
    )
    done = forms.CharField(label=_("What was done"), widget=forms.Textarea(attrs={"rows": 5}), max_length=6000, required=False)
    next_steps = forms.CharField(label=_("Next steps"), widget=forms.Textarea(attrs={"rows": 3}), max_length=4000, required=False)
    needs = forms.CharField(label=_("Support needed"), widget=forms.Textarea(attrs={"rows": 2}), max_length=2000, required=False)
    signer = forms.CharField(label=_("Signed off by"), max_length=60, required=False)
    contact = forms.CharField(label=_("Contact, with phone"), max_length=120, required=False)
    nobody_harmed = forms.BooleanField(label=_("Verified on the spot: nobody was harmed"), required=False)

    def __init__(self, *args: object, filing: Filing, figures: Sequence[Figure], **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self._figures = figures
        for name in ("kind", *TEXTS):
            self.fields[name].initial = getattr(filing, name)
        self.fields["nobody_harmed"].initial = any(one.source == CONFIRMED for one in figures)
        for figure in figures:
            if figure.by_hand:
                self._add_entry(figure)
            if change_of(figure.before, figure.value, rule=leap_rule()):
                self._add_explanation(figure)

    @property
    def texts(self) -> "list[forms.BoundField]":
        """The fields of the texts, in the order of the report."""
        return [self[name] for name in ("happened", "harm", "done", "next_steps", "needs", "signer", "contact")]

    @property
    def entries(self) -> "list[forms.BoundField]":
        """The fields of figures: those entered by hand, and the sentences for those that changed much."""
        return [self[name] for name in self.fields if name.startswith(("value_", "source_", "explanation_"))]

    @property
    def written(self) -> Written:
        """What was entered."""
        said = self.cleaned_data
        by_hand = {
            one.key: HandFigure(value=said[f"value_{one.key}"], source=said[f"source_{one.key}"])
            for one in self._figures if one.by_hand
        }
        explanations = {one.key: said.get(f"explanation_{one.key}", one.explanation) for one in self._figures}
        return Written(
            kind=said["kind"], texts={name: said[name] for name in TEXTS}, by_hand=by_hand, explanations=explanations,
            nobody_harmed=said["nobody_harmed"],
        )

    def _add_entry(self, figure: Figure) -> None:
        self.fields[f"value_{figure.key}"] = forms.DecimalField(
            label=f"{figure.name}（{figure.unit}）", min_value=0, max_digits=14, decimal_places=2, required=False,
            initial=figure.value, help_text=figure.definition,
        )
        self.fields[f"source_{figure.key}"] = forms.CharField(
            label=_("Source of “%(name)s”") % {"name": figure.name}, max_length=120, required=False, initial=figure.source
        )

    def _add_explanation(self, figure: Figure) -> None:
        values = {"name": figure.name, "before": amount(figure.before), "after": amount(figure.value)}
        self.fields[f"explanation_{figure.key}"] = forms.CharField(
            label=_("Why did “%(name)s” change from %(before)s to %(after)s?") % values, max_length=400, required=False,
            initial=figure.explanation, widget=forms.Textarea(attrs={"rows": 2}),
        )


class LedgerForm(forms.Form):
    """One person of the name ledger."""

    name = forms.CharField(
        label=_("Name of the person"), max_length=60, help_text=_("Where it is unknown: sex, about what age, and where found.")
    )
    harm = forms.ChoiceField(label=_("What became of the person"), choices=Harm.choices)
    source = forms.CharField(label=_("Who says so"), max_length=120)


class ReceiptNoteForm(forms.Form):
    """A receipt given by phone."""

    name = forms.CharField(label=_("Who confirmed?"), max_length=60)
    at = forms.DateTimeField(
        label=_("When was it?"), input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    def __init__(self, *args: object, now: datetime, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.fields["at"].initial = timezone.localtime(now).strftime("%Y-%m-%dT%H:%M")
