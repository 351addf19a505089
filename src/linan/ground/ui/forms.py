"""What forms of every room share."""

from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from linan.ground.refusals import Refused


def add_refusal(form: forms.BaseForm, refused: Refused) -> None:
    """Put a refusal beside the field at fault, or above the form."""
    field = refused.field if refused.field in form.fields else None
    form.add_error(field, forms.ValidationError(str(refused.sentence), code=refused.code))


class LongSelect(forms.Select):
    """A choice of one among a thousand: all options are written at once, where Django renders a template for each."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        """Return the control as HTML."""
        return _select(self, name, {"" if value is None else str(value)}, attrs)


class LongSelectMultiple(forms.SelectMultiple):
    """A choice of several among a thousand, written as LongSelect is."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        """Return the control as HTML."""
        return _select(self, name, {str(one) for one in value or ()}, {**(attrs or {}), "multiple": True})


def _select(control: forms.Select, name: str, chosen: set[str], attrs: dict[str, Any] | None) -> SafeString:
    options = format_html_join(
        "", '<option value="{}"{}>{}</option>',
        ((key, " selected" if str(key) in chosen else "", label) for key, label in control.choices),
    )
    return format_html('<select name="{}"{}>{}</select>', name, flatatt(control.build_attrs(control.attrs, attrs)), options)
