"""Forms of the pages of warnings."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linan.monitoring.actions.warning_cards import Exercise
from linan.monitoring.domain.warnings.documents import LIMIT_MB
from linan.monitoring.domain.warnings.levels import FOUR, kinds, schemes
from linan.monitoring.models import WarningRoute
from linan.monitoring.warning_words import said


class WarningUpload(forms.Form):
    """A warning as a file, or as the text of a notice."""

    file = forms.FileField(
        label=_("file"), required=False,
        help_text=_("CAP 1.1 or 1.2, the national platform's file, EDXL-DE, Atom or RSS; at most 5 MB."),
    )
    text = forms.CharField(
        label=_("or the text of a notice"), required=False, widget=forms.Textarea(attrs={"rows": 4}), max_length=20_000,
        help_text=_("As the station published it, with issuer, time, kind and colour; one notice a line."),
    )

    def clean(self) -> dict[str, Any]:
        """Want one of both."""
        given = super().clean() or self.cleaned_data
        if not given.get("file") and not given.get("text", "").strip():
            self.add_error("file", _("Choose a file, or paste the text of a notice."))
        elif given.get("file") and given["file"].size > LIMIT_MB * 1_000_000:
            self.add_error("file", _("The file has more than 5 MB. Send the warning without its pictures."))
        return given

    def content(self) -> bytes:
        """Return the bytes of the valid form."""
        upload = self.cleaned_data.get("file")
        return bytes(upload.read()) if upload else str(self.cleaned_data["text"]).encode()

    def name(self) -> str:
        """Return the name of the file, "" for a text."""
        upload = self.cleaned_data.get("file")
        return str(upload.name) if upload else ""


class SignerForm(forms.Form):
    """A certificate to trust."""

    issuer = forms.CharField(label=_("whose certificate"), max_length=80)
    pem = forms.CharField(
        label=_("certificate (PEM)"), widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}), max_length=20_000,
        help_text=_("The text from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----."),
    )
    compared = forms.CharField(
        label=_("how it was compared"), max_length=200,
        help_text=_("With whom the fingerprint was compared, and over which line."),
    )


class ExerciseForm(forms.Form):
    """A warning to practise with."""

    kind = forms.ChoiceField(label=_("kind"))
    ordinal = forms.TypedChoiceField(label=_("level"), coerce=int)
    description = forms.CharField(
        label=_("what is expected"), widget=forms.Textarea(attrs={"rows": 3}), max_length=600,
        help_text=_("The words people will read. Say that it is an exercise."),
    )
    hours = forms.IntegerField(label=_("ends after (hours)"), min_value=1, max_value=72, initial=2)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kind"].choices = [(one.code, said(one.title)) for one in kinds().values()]  # type: ignore[attr-defined]
        steps = reversed(schemes()[FOUR].levels)
        self.fields["ordinal"].choices = [(one.ordinal, said(one.title)) for one in steps]  # type: ignore[attr-defined]

    def exercise(self, *, now: datetime) -> Exercise:
        """Return what the valid form says."""
        given = self.cleaned_data
        return Exercise(
            kind=given["kind"], ordinal=given["ordinal"], description=given["description"],
            ends_at=now + timedelta(hours=given["hours"]),
        )


class WarningSourceForm(forms.Form):
    """Who sends warnings, and how."""

    name = forms.CharField(label=_("name"), max_length=80)
    route = forms.ChoiceField(label=_("way"), choices=WarningRoute.choices)
    url = forms.URLField(
        label=_("address of the feed"), required=False, assume_scheme="https",
        help_text=_("Only where it is fetched by us: Atom, RSS or one alert of CAP."),
    )
    every_s = forms.IntegerField(label=_("every (s)"), min_value=60, max_value=86_400, initial=300)
