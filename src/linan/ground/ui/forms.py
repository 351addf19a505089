"""What forms of every room share."""

from django import forms

from linan.ground.refusals import Refused


def add_refusal(form: forms.BaseForm, refused: Refused) -> None:
    """Put a refusal beside the field at fault, or above the form."""
    field = refused.field if refused.field in form.fields else None
    form.add_error(field, forms.ValidationError(str(refused.sentence), code=refused.code))
