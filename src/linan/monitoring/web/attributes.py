"""The page of a device's attributes: what it says of itself, what the office tells it."""

import json
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods

from linan.ground.access.decorators import signed_in
from linan.ground.access.rights import Right
from linan.ground.clock import now
from linan.ground.refusals import Refused
from linan.ground.web import Request
from linan.monitoring.access import access_device
from linan.monitoring.actions.attributes import set_shared_attributes
from linan.monitoring.models import Device, DeviceAttributes

LONGEST = 80  # characters of a name


class SharedForm(forms.Form):
    """Attributes as lines `name = value`; a value is JSON, or a text as it stands."""

    shared = forms.CharField(
        label=gettext_lazy("Told to the device"), required=False, max_length=8_000,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text=gettext_lazy("One a line: name = value. A connected device is told within a second."),
    )

    def clean_shared(self) -> dict[str, Any]:
        """Return {name: value}."""
        found: dict[str, Any] = {}
        for line in self.cleaned_data["shared"].splitlines():
            name, equals, value = line.partition("=")
            if line.strip() and not (equals and 0 < len(name.strip()) <= LONGEST):
                raise forms.ValidationError(gettext("Write “name = value”: %(line)s") % {"line": line.strip()[:40]})
            if line.strip():
                found[name.strip()] = _value(value.strip())
        return found


@require_http_methods(["GET", "POST"])
@signed_in
def attributes(request: Request, device_id: int) -> HttpResponse:
    """Show the attributes of a device, and set what it is told."""
    row = access_device(request.standing, device_id, to=Right.CONFIGURE)
    known = DeviceAttributes.objects.filter(device=row).first()
    form = SharedForm(request.POST if request.method == "POST" else None, initial={"shared": _lines(known)})
    if form.is_valid():
        try:
            set_shared_attributes(form.cleaned_data["shared"], device=row, by=request.person, now=now())
            return redirect("monitoring:device-attributes", row.pk)
        except Refused as refused:
            form.add_error("shared", str(refused.sentence))
    return _page(request, row, known, form)


def _page(request: Request, row: Device, known: DeviceAttributes | None, form: SharedForm) -> HttpResponse:
    said = [(name, _text(value)) for name, value in sorted(known.client.items())] if known else []
    context = {"device": row, "known": known, "said": said, "form": form}
    return render(request, "monitoring/attributes.html", context, status=400 if form.errors else 200)


def _lines(known: DeviceAttributes | None) -> str:
    return "\n".join(f"{name} = {_text(value)}" for name, value in sorted(known.shared.items())) if known else ""


def _text(value: Any) -> str:
    is_plain = isinstance(value, str) and isinstance(_value(value), str)
    return value if is_plain else json.dumps(value, ensure_ascii=False)


def _value(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text
