"""Writes to the mode in which an organisation lives."""

from datetime import datetime

from django.db import transaction

from linan.ground.announcements.log import announce
from linan.ground.people.models import Actor, Person
from linan.ground.refusals import Refused
from linan.ground.text import noop
from linan.monitoring.announcements import ModeSwitched
from linan.monitoring.domain.setting import OperatingMode
from linan.monitoring.models import OrgMode


class ModeUnknown(Refused):
    """There are three modes."""

    code = "mode_unknown"
    msgid = noop("Choose one of the modes: daily, holiday or emergency.")


class ModeReasonMissing(Refused):
    """A mode changes which conditions count, so the log must say why."""

    code = "mode_reason_missing"
    msgid = noop("Write why the mode is switched.")


@transaction.atomic
def switch_mode(*, org_id: int, mode: str, reason: str, by: Actor, now: datetime) -> OrgMode:
    """Let an organisation and everything below it live in another mode. Raises: ModeUnknown, ModeReasonMissing."""
    if mode not in set(OperatingMode):
        raise ModeUnknown(field="mode")
    if not reason.strip():
        raise ModeReasonMissing(field="reason")
    switched_by = by if isinstance(by, Person) else None
    said = {"mode": mode, "reason": reason.strip(), "since": now, "switched_by": switched_by}
    row, _ = OrgMode.objects.update_or_create(org_id=org_id, defaults=said)
    announce(ModeSwitched(mode=mode), by_id=by.pk, org_id=org_id, about=[f"mode-{org_id}", "modes", "conditions"], now=now)
    return row
