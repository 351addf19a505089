"""Forms of response."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from linan.ground.files.contents import MOST_BYTES
from linan.ground.orgs.models import Org
from linan.ground.people.models import Membership
from linan.response.domain.proofs import ProofKind
from linan.response.domain.sight import Sight
from linan.response.kinds import kinds
from linan.response.models import CloseReason, EventGrade, Mode
from linan.response.models.incidents import SIGHT_WORDS
from linan.response.models.proofs import KIND_WORDS
from linan.response.proofs import MOST_PHOTOS, Given, Picture

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
    sight = forms.ChoiceField(
        label=_("What may it see?"), choices=SIGHT_WORDS, widget=forms.RadioSelect, initial=Sight.OWN_TASKS, required=False,
        help_text=_("Units above this one see everything, whatever is chosen."),
    )

    def __init__(self, *args: object, units: QuerySet[Org], **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Sight:
        """How much it may see: the least, where nothing was chosen."""
        return Sight(self.cleaned_data["sight"] or Sight.OWN_TASKS)


class SightForm(forms.Form):
    """How much a unit that takes part may see, and why that changes."""

    sight = forms.ChoiceField(label=_("What may it see?"), choices=SIGHT_WORDS, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Why is it to see more, or less?"), widget=forms.Textarea(attrs={"rows": 2}), max_length=1000
    )


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
    proof = forms.MultipleChoiceField(
        label=_("What proves that it was done?"), choices=KIND_WORDS, widget=forms.CheckboxSelectMultiple, required=False,
        help_text=_("Without it the task cannot be reported done."),
    )
    counted = forms.CharField(
        label=_("What is counted?"), max_length=20, required=False, help_text=_("For instance persons, households, bags."),
    )

    def __init__(self, *args: object, owners: QuerySet[Membership], **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.fields["owner"].queryset = owners  # type: ignore[attr-defined]

    @property
    def due_in(self) -> timedelta:
        """How long the owner has."""
        return timedelta(minutes=self.cleaned_data["due_in_min"])


class PicturesInput(forms.FileInput):
    """Takes several pictures at once; the field looks at one, given() reads all."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: object, files: Any, name: str) -> Any:
        """Return one of the files."""
        return files.get(name) if files else None


FIELDS_OF: Mapping[str, Sequence[str]] = {
    ProofKind.PHOTO: ["photo"], ProofKind.COUNT: ["number", "unit"], ProofKind.SIGNATURE: ["signer", "signature"],
}
PICTURES = "image/jpeg,image/png,image/webp"


class ProofForm(forms.Form):
    """What proves that a task was done; which fields there are is said by the task."""

    note = forms.CharField(
        label=_("What was done (figures, doors, names of places)"), widget=forms.Textarea(attrs={"rows": 2}), max_length=2000,
        required=False,
    )
    photo = forms.FileField(
        label=_("Photos of what was done"), required=False, help_text=_("Up to six. Where they were taken is removed from them."),
        widget=PicturesInput(attrs={"accept": PICTURES, "multiple": True}),
    )
    number = forms.DecimalField(
        label=_("How many were counted?"), min_value=0, max_value=9_999_999, decimal_places=1, required=False,
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "any"}),
    )
    unit = forms.CharField(label=_("Of what?"), max_length=20, required=False)
    signer = forms.CharField(label=_("Name of whoever signs"), max_length=60, required=False)
    signature = forms.FileField(
        label=_("Signature of whoever signs"), required=False, widget=forms.FileInput(attrs={"accept": PICTURES}),
        help_text=_("With the finger on the screen, or a photo of the signed sheet. The name alone is enough."),
    )

    def __init__(
        self, said: Mapping[str, str] | None, files: "MultiValueDict[str, Any] | None", *, asked: Iterable[str],
        counted: str = "",
    ) -> None:
        super().__init__(said, files, initial={"unit": counted})
        for kind in set(FIELDS_OF) - set(asked):
            for name in FIELDS_OF[kind]:
                del self.fields[name]

    def given(self) -> Given:
        """Return what was handed in, read no further than a file may be long."""
        said = self.cleaned_data
        return Given(
            photos=_pictures(self.files, "photo"), number=said.get("number"), unit=said.get("unit", ""),
            signer=said.get("signer", ""), drawn=next(iter(_pictures(self.files, "signature")), None),
        )


def _pictures(files: object, name: str) -> list[Picture]:
    found = files.getlist(name) if isinstance(files, MultiValueDict) else []
    return [Picture(content=one.read(MOST_BYTES + 1), name=one.name or "") for one in found[:MOST_PHOTOS]]
