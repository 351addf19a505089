"""Commands to devices, from the device's page."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from linan.ground.access.decorators import signed_in
from linan.ground.access.rights import Right
from linan.ground.clock import now
from linan.ground.refusals import NotFound, Refused
from linan.ground.text import noop
from linan.ground.web import Request
from linan.monitoring.access import access_command, access_device
from linan.monitoring.actions.commands import CommandSpec, cancel_command, order_command
from linan.monitoring.domain.commands import COMMANDS, LONGEST_TEXT
from linan.monitoring.models import Device
from linan.monitoring.profiles import load_profiles
from linan.monitoring.web.devices import command_context, device_context


class TextMissing(Refused):
    """A loudspeaker needs words."""

    code = "text_missing"
    msgid = noop("Write what is to be said, in at most %(limit)d characters.")


@require_http_methods(["GET", "POST"])
@signed_in
def ordering(request: Request, device_id: int) -> HttpResponse:
    """Tell a device to do something; a GET tells what it was told and what became of it."""
    if request.method == "GET":
        row = access_device(request.standing, device_id, to=Right.SEE)
        return render(request, "monitoring/_command_list.html", {"device": row, **command_context(request, row)})
    row = access_device(request.standing, device_id, to=Right.COMMAND)
    try:
        order_command(_spec(request, row), device=row, by=request.person, now=now())
    except Refused as refused:
        context = {**device_context(request, row), "command_refusal": refused}
        return render(request, "monitoring/device.html", context, status=refused.status)
    return redirect("monitoring:device", row.pk)


@require_POST
@signed_in
def taking_back(request: Request, command_id: int) -> HttpResponse:
    """Take back a command that was not sent yet."""
    row = access_command(request.standing, command_id, to=Right.COMMAND)
    cancel_command(row.pk, by=request.person, now=now())
    return redirect("monitoring:device", row.device_id)


def _spec(request: Request, row: Device) -> CommandSpec:
    """Return the command of the form. Raises: NotFound (no command of this device), TextMissing."""
    key = request.POST.get("command", "")
    profile = load_profiles().get(row.profile)
    if profile is None or key not in profile.commands:
        raise NotFound
    kind = COMMANDS[key]
    text = request.POST.get("text", "").strip()
    if kind.takes_text and not 0 < len(text) <= LONGEST_TEXT:
        raise TextMissing(field="text", limit=LONGEST_TEXT)
    params = {**kind.params, "text": text} if kind.takes_text else kind.params
    return CommandSpec(method=kind.method, params=params, reason=request.POST.get("reason", ""))
