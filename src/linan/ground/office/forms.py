"""Forms of the office."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from linan.ground.access.doors import Standing
from linan.ground.access.rights import Right
from linan.ground.office.queries import tree
from linan.ground.orgs.models import OrgKind
from linan.ground.people.models import Role


class OrgForm(forms.Form):
    """Name and code of an organisation."""

    name = forms.CharField(label=_("Name"), max_length=80)
    code = forms.RegexField(
        r"^(\d{6}|\d{9}|\d{12})?$", label=_("Division code"), required=False,
        help_text=_("National statistical code: 6, 9 or 12 digits. Leave empty where there is none."),
        error_messages={"invalid": _("Write 6, 9 or 12 digits, or nothing.")},
    )


class NewOrgForm(OrgForm):
    """An organisation below another."""

    kind = forms.ChoiceField(label=_("Kind of organisation"), choices=OrgKind.choices)
    parent = forms.TypedChoiceField(label=_("Stands below"), coerce=int)

    def __init__(self, *args: Any, standing: Standing, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].choices = org_choices(standing)  # type: ignore[attr-defined]


class RoleForm(forms.Form):
    """A role in an organisation."""

    org = forms.TypedChoiceField(label=_("Organisation"), coerce=int)
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)

    def __init__(self, *args: Any, standing: Standing, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["org"].choices = org_choices(standing)  # type: ignore[attr-defined]


class PasswordForm(forms.Form):
    """A first password, which its owner changes at the next sign-in."""

    password = forms.CharField(
        label=_("First password"), min_length=10, max_length=128,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("At least 10 characters. It must be changed at the first sign-in."),
    )


class PersonForm(forms.Form):
    """What an account says of its person."""

    full_name = forms.CharField(label=_("Full name"), max_length=60)
    phone = forms.RegexField(
        r"^\+?[0-9 -]{5,19}$", label=_("Phone"), required=False, max_length=20,
        error_messages={"invalid": _("Write the phone number with digits only.")},
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)


class NewPersonForm(RoleForm, PasswordForm):
    """An account with its first role."""

    username = forms.RegexField(
        r"^[\w.@+-]{2,60}$", label=_("Sign-in name"), max_length=60,
        error_messages={"invalid": _("Use 2 to 60 letters, digits or . @ + - _ without spaces.")},
    )
    full_name = forms.CharField(label=_("Full name"), max_length=60)
    phone = forms.RegexField(
        r"^\+?[0-9 -]{5,19}$", label=_("Phone"), required=False, max_length=20,
        error_messages={"invalid": _("Write the phone number with digits only.")},
    )
    field_order = ["username", "full_name", "phone", "org", "role", "password"]


class LogSearch(forms.Form):
    """What to look for in the log."""

    thing = forms.CharField(label=_("Thing"), required=False, max_length=60, help_text=_("for instance alarm-7"))
    kind = forms.CharField(label=_("Kind of event"), required=False, max_length=60)
    person = forms.CharField(label=_("Sign-in name"), required=False, max_length=60)


def org_choices(standing: Standing) -> list[tuple[int, str]]:
    """Return the organisations where the standing may administer, indented as the tree."""
    branches = tree(standing.org_ids)
    may = [one for one in branches if standing.may(Right.ADMINISTER, path=one.org.path)]
    return [(one.org.pk, "　" * one.depth + one.org.name) for one in may]
