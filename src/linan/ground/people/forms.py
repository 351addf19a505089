"""Forms that stand in for the sign-in library's."""

from typing import Any

from allauth.account.forms import AddEmailForm, LoginForm, ResetPasswordForm
from django import forms
from django.utils.translation import gettext_lazy as _

ASK_ADMINISTRATOR = _("Lin'an sends no passwords by mail. Ask the system administrator for a new one.")
NO_MAIL = _("E-mail addresses are not used here. Give your phone in your profile instead.")


class SignInForm(LoginForm):
    """Name or phone, and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = forms.CharField(
            label=_("Sign-in name or phone"), max_length=60,
            widget=forms.TextInput(attrs={"autocomplete": "username webauthn", "autofocus": True, "autocapitalize": "none"}),
        )
        self.fields["password"].widget.attrs.pop("placeholder", None)
        self.fields["password"].help_text = ""
        self.order_fields(["login", "password"])


class NoResetByMailForm(ResetPasswordForm):
    """Refuses: a password in a mailbox is a key under the mat."""

    def clean_email(self) -> str:
        """Refuse, and say whom to ask."""
        raise forms.ValidationError(ASK_ADMINISTRATOR, code="no_reset_by_mail")


class NoEmailForm(AddEmailForm):
    """Refuses: nothing here is sent by mail."""

    def clean_email(self) -> str:
        """Refuse, and name the phone instead."""
        raise forms.ValidationError(NO_MAIL, code="no_mail")
