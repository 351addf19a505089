"""The doors to rows of monitoring."""

from django.db.models import Q, QuerySet

from linan.ground.access.doors import Standing, open_door, require, require_in
from linan.ground.access.rights import Right
from linan.ground.orgs.models import Org
from linan.ground.refusals import NotFound, Refused
from linan.ground.text import noop
from linan.monitoring.models import (
    Alarm,
    Condition,
    Device,
    DeviceCommand,
    Rehearsal,
    Series,
    Source,
    Stranger,
    TrustedSigner,
    WarningCard,
    WarningFile,
    WarningSource,
)
from linan.monitoring.queries import with_place
from linan.monitoring.warning_queries import with_warning


class OnlyTopmost(Refused):
    """What concerns the whole installation is not decided in one part of it."""

    code = "only_topmost"
    msgid = noop("This concerns everybody here. Ask an administrator of the topmost organisation.")


def require_topmost(standing: Standing, to: Right) -> Org:
    """Return the topmost organisation in which the right holds: what concerns the whole installation is decided there.

    Raises: NotAllowed, OnlyTopmost.
    """
    require(standing, to)
    org = next((one for one in Org.objects.filter(parent=None) if standing.may(to, path=one.path)), None)
    if org is None:
        raise OnlyTopmost
    return org


def access_alarm(standing: Standing, pk: int, *, to: Right) -> Alarm:
    """Return the alarm with its place. Raises: NotFound, NotAllowed."""
    return open_door(with_place(Alarm.objects.all()), pk, standing=standing, to=to)


def access_device(standing: Standing, pk: int, *, to: Right) -> Device:
    """Return the device with its building. Raises: NotFound, NotAllowed."""
    return open_door(Device.objects.select_related("building"), pk, standing=standing, to=to)


def access_series(standing: Standing, pk: int, *, to: Right) -> Series:
    """Return the series with its device. Raises: NotFound, NotAllowed."""
    return open_door(Series.objects.all(), pk, standing=standing, to=to, org="device.org")


def access_condition(standing: Standing, pk: int, *, to: Right) -> Condition:
    """Return the condition. Raises: NotFound, NotAllowed."""
    return open_door(Condition.objects.select_related("author"), pk, standing=standing, to=to)


def access_warning(standing: Standing, pk: int, *, to: Right) -> WarningCard:
    """Return a community's decision card with its warning. Raises: NotFound, NotAllowed."""
    return open_door(with_warning(WarningCard.objects.all()), pk, standing=standing, to=to)


def access_warning_file(standing: Standing, pk: int, *, to: Right) -> WarningFile:
    """Return a file of warnings as it arrived. Raises: NotFound, NotAllowed."""
    return open_door(WarningFile.objects.select_related("source", "by"), pk, standing=standing, to=to)


def access_warning_source(standing: Standing, pk: int, *, to: Right) -> WarningSource:
    """Return a source of warnings. Raises: NotFound, NotAllowed."""
    return open_door(WarningSource.objects.all(), pk, standing=standing, to=to)


def access_signer(standing: Standing, pk: int, *, to: Right) -> TrustedSigner:
    """Return the certificate of an issuer. Raises: NotFound, NotAllowed."""
    return open_door(TrustedSigner.objects.all(), pk, standing=standing, to=to)


def access_source(standing: Standing, pk: int, *, to: Right) -> Source:
    """Return the platform. Raises: NotFound, NotAllowed."""
    return open_door(Source.objects.all(), pk, standing=standing, to=to)


def access_stranger(standing: Standing, pk: int, *, to: Right) -> Stranger:
    """Return the sender that is not known. Raises: NotFound, NotAllowed."""
    require(standing, to)
    row = strangers_before(standing).filter(pk=pk).first()
    if row is None:
        raise NotFound
    if row.org is not None:
        require_in(standing, to, row.org)
    return row


def strangers_before(standing: Standing) -> QuerySet[Stranger]:
    """Return the senders that are not known: those of the person's organisations, and those that belong to nobody."""
    rows = Stranger.everyones.select_related("org")
    return rows.filter(Q(org__in=standing.org_ids) | Q(org=None))


def access_command(standing: Standing, pk: int, *, to: Right) -> DeviceCommand:
    """Return the command with its device. Raises: NotFound, NotAllowed."""
    return open_door(DeviceCommand.objects.all(), pk, standing=standing, to=to, org="device.org")


def access_rehearsal(standing: Standing, pk: int, *, to: Right) -> Rehearsal:
    """Return the rehearsal of a condition. Raises: NotFound, NotAllowed."""
    return open_door(Rehearsal.objects.select_related("condition", "asked_by"), pk, standing=standing, to=to)
