"""Forms of notices."""

from datetime import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from linan.ground.notices.actions import Written
from linan.ground.notices.models import Notice
from linan.ground.orgs.models import Org
from linan.ground.people.models import Role

AIMED_ROLES = tuple(role for role in Role if role != Role.RESIDENT)
_MOMENT = "%Y-%m-%dT%H:%M"


class NoticeForm(forms.Form):
    """Write or change a notice."""

    title = forms.CharField(label=_("Title"), max_length=80)
    text = forms.CharField(
        label=_("Text"), max_length=8000, widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("What holds, from when, for whom, and whom to ask. No names of residents."),
    )
    what_changed = forms.CharField(
        label=_("What changed?"), max_length=200, required=False,
        help_text=_("Whoever read the old text sees this first, and the changed sentences marked."),
    )
    orgs = forms.ModelMultipleChoiceField(
        Org.objects.none(), label=_("To which organisations? (with everything below)"), required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    roles = forms.MultipleChoiceField(
        label=_("Only to these roles"), choices=[(role.value, role.label) for role in AIMED_ROLES], required=False,
        widget=forms.CheckboxSelectMultiple, help_text=_("None ticked: everybody there."),
    )
    is_public = forms.BooleanField(label=_("Residents see it too, on the public page"), required=False)
    must_confirm = forms.BooleanField(
        label=_("Everybody must confirm it"), required=False,
        help_text=_("You see by name who has confirmed and who has not."),
    )
    publish_at = forms.DateTimeField(
        label=_("Publish at"), required=False, help_text=_("Empty: at once."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_MOMENT),
    )
    ends_on = forms.DateField(
        label=_("Matters until"), required=False, help_text=_("After this day the public page shows it no longer."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, orgs: QuerySet[Org], notice: Notice | None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["orgs"].queryset = orgs  # type: ignore[attr-defined]
        if notice is not None and notice.is_out:
            del self.fields["publish_at"]
        else:
            del self.fields["what_changed"]

    @property
    def written(self) -> Written:
        """What was put down."""
        said = self.cleaned_data
        publish_at: datetime | None = said.get("publish_at")
        return Written(
            title=said["title"], text=said["text"], orgs=list(said["orgs"]), roles=said["roles"],
            is_public=said["is_public"], must_confirm=said["must_confirm"], publish_at=publish_at,
            ends_on=said["ends_on"], what_changed=said.get("what_changed", ""),
        )


def as_written(notice: Notice) -> dict[str, Any]:
    """Return a notice as the form's initial values."""
    names = ("title", "text", "roles", "is_public", "must_confirm", "publish_at", "ends_on")
    return {name: getattr(notice, name) for name in names} | {"orgs": list(notice.orgs.values_list("pk", flat=True))}
