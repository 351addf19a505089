"""Forms of response."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from linan.ground.orgs.models import Org
from linan.response.kinds import kinds
from linan.response.models import CloseReason, Mode


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
