"""Fields of the condition editor: each parameter of a kind becomes the field in which a person can say it."""

from collections.abc import Callable, Mapping
from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from linan.monitoring.domain.rule import Field, Limit, Shape
from linan.monitoring.models import Condition
from linan.monitoring.words import quantity_name

STEPS = ((1, _("seconds")), (60, _("minutes")), (3_600, _("hours")), (86_400, _("days")))
INSIDE = ("threshold", "sustained", "rate_of_rise", "state_event", "window_sum", "event_sum", "weekly_profile", "stuck")
LIMIT_FIELDS = ("limit_way", "limit_raises", "limit_clears")


class DurationWidget(forms.MultiWidget):
    """A number and its step."""

    template_name = "monitoring/_duration.html"

    def __init__(self) -> None:
        super().__init__([forms.NumberInput(attrs={"step": "any", "min": "0"}), forms.Select(choices=STEPS)])

    def decompress(self, value: Any) -> list[Any]:
        """Return the number and the longest step in which it is whole."""
        if value in (None, ""):
            return [None, 60]
        step = max((one for one, _name in STEPS if float(value) % one == 0), default=1) if value else 60
        return [f"{float(value) / step:g}", step]

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """Name both controls for those who do not see them side by side."""
        context = super().get_context(name, value, attrs)
        number, step = context["widget"]["subwidgets"]
        number["attrs"]["aria-label"], step["attrs"]["aria-label"] = gettext("number"), gettext("unit of time")
        return context


class DurationField(forms.MultiValueField):
    """Seconds, entered as a number and a step."""

    widget = DurationWidget

    def __init__(self, **options: Any) -> None:
        number = forms.FloatField(min_value=0, required=options.get("required", True))
        step = forms.TypedChoiceField(choices=STEPS, coerce=int)
        super().__init__([number, step], require_all_fields=False, **options)

    def compress(self, data_list: list[Any]) -> float | None:
        """Return seconds."""
        return None if not data_list or data_list[0] is None else float(data_list[0]) * int(data_list[1] or 1)


def fields_for(field: Field, said: Mapping[str, Any], choose: Callable[[], Any]) -> dict[str, forms.Field]:
    """Return {name: form field} of a parameter. said: the present parameters; choose: the conditions to choose from."""
    label, help_text = gettext(field.label), gettext(field.help) if field.help else ""
    initial = said.get(field.name, field.default)
    common: dict[str, Any] = {
        "label": label, "help_text": help_text, "required": field.is_required, "initial": initial
    }
    choices = [(value, gettext(name)) for value, name in field.choices]
    match field.shape:
        case Shape.LIMIT:
            return _limit_fields(said)
        case Shape.COUNT:
            return {field.name: forms.IntegerField(min_value=1, **common)}
        case Shape.DURATION:
            return {field.name: DurationField(**common)}
        case Shape.CHOICE:
            return {field.name: forms.ChoiceField(choices=choices, **common)}
        case Shape.CHOICES:
            return {field.name: forms.MultipleChoiceField(
                choices=choices, widget=forms.CheckboxSelectMultiple, **common
            )}
        case Shape.HOUR:
            clock = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
            return {field.name: forms.TimeField(widget=clock, **common)}
        case Shape.CONDITION:
            return {field.name: _condition_field(common, choose, is_kept=bool(initial))}
        case Shape.CONDITIONS:
            return _conditions_fields(common, choose, is_kept=bool(initial))
    return {field.name: forms.FloatField(**common)}


def _limit_fields(said: Mapping[str, Any]) -> dict[str, forms.Field]:
    names = ("below", "clear_above") if "below" in said else ("above", "clear_below")
    way = [("up", gettext("rises to")), ("down", gettext("falls to"))]
    return {
        "limit_way": forms.ChoiceField(
            label=gettext("an alarm when the value"), choices=way, initial="down" if "below" in said else "up"
        ),
        "limit_raises": forms.FloatField(label=gettext("this limit"), initial=said.get(names[0])),
        "limit_clears": forms.FloatField(
            label=gettext("over again at"), initial=said.get(names[1]),
            help_text=gettext("A little on the calm side of the limit, so that the alarm does not flutter."),
        ),
    }


def _condition_field(common: dict[str, Any], choose: Callable[[], Any], *, is_kept: bool) -> forms.Field:
    return ConditionField(
        queryset=choose(), **(common | {"initial": None, "required": not is_kept}),
        empty_label=gettext("as it is now") if is_kept else gettext("choose a condition"),
    )


class ConditionsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Several conditions, each by its quantity and its name."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        """Return quantity and name."""
        return f"{quantity_name(obj.quantity)} · {obj.title}"


class ConditionField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One condition, by its quantity and its name."""

    def label_from_instance(self, obj: Any) -> str:
        """Return quantity and name."""
        return f"{quantity_name(obj.quantity)} · {obj.title}"


def _conditions_fields(common: dict[str, Any], choose: Callable[[], Any], *, is_kept: bool) -> dict[str, forms.Field]:
    help_text = gettext("Two to six. What they say now is copied: later changes to them do not change this one.")
    kept = gettext("Leave everything open to keep the present ones.") if is_kept else ""
    return {
        "parts": ConditionsField(
            queryset=choose(), label=gettext("these hold"), required=not is_kept, help_text=f"{help_text} {kept}".strip(),
        ),
        "parts_not": ConditionsField(queryset=choose(), label=gettext("and these do not"), required=False),
    }


def parameters_from(fields: tuple[Field, ...], said: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    """Return the parameters that cleaned fields say. before: the present ones, kept where nothing else was chosen."""
    found: dict[str, Any] = {}
    for field in fields:
        if field.shape is Shape.LIMIT:
            found |= _limit_from(said)
        elif field.shape is Shape.CONDITIONS:
            found[field.name] = _parts_from(said) or before.get(field.name)
        elif field.shape is Shape.CONDITION:
            chosen = said.get(field.name)
            found[field.name] = _part(chosen) if chosen else before.get(field.name)
        elif said.get(field.name) not in (None, "", []):
            value = said[field.name]
            found[field.name] = f"{value:%H:%M}" if isinstance(value, time) else value
    return found


def _limit_from(said: Mapping[str, Any]) -> dict[str, Any]:
    names = ("above", "clear_below") if said["limit_way"] == "up" else ("below", "clear_above")
    return dict(zip(names, (said["limit_raises"], said["limit_clears"]), strict=True))


def _parts_from(said: Mapping[str, Any]) -> list[dict[str, Any]]:
    wanted = [_part(one) for one in said.get("parts") or []]
    return wanted + [{**_part(one), "is_not": True} for one in said.get("parts_not") or []]


def _part(condition: Condition) -> dict[str, Any]:
    return {"kind": condition.kind, "parameters": condition.parameters, "quantity": condition.quantity}


def field_of(parameter: str) -> str:
    """Return the form's field of a parameter that was refused."""
    if parameter in Limit.PARAMETERS:
        return "limit_clears" if parameter.startswith("clear") else "limit_raises"
    return parameter
