"""What monitoring announces."""

from linan.ground.announcements.kinds import Announcement, announcement
from linan.ground.text import noop


@announcement
class AlarmRaised(Announcement):
    """A condition came to hold. value: in the unit of the series; None where silence is the alarm."""

    alarm_id: int
    device_id: int
    series_id: int
    severity: int
    value: float | None
    quantity: str


@announcement
class AlarmAcknowledged(Announcement):
    """A person took an alarm."""

    alarm_id: int


@announcement
class AlarmVerified(Announcement):
    """A person said what an alarm is. verdict: real, false, drill or test."""

    alarm_id: int
    verdict: str


@announcement
class AlarmCleared(Announcement):
    """The series came back to normal."""

    alarm_id: int


@announcement
class DeviceSilent(Announcement):
    """A device has not reported for longer than its model allows."""

    device_id: int


@announcement
class DeviceHeard(Announcement):
    """A silent device reported again."""

    device_id: int


@announcement
class DeviceAdded(Announcement):
    """A device was registered."""

    device_id: int


@announcement
class DeviceEdited(Announcement):
    """A device's place, model or responsible changed."""

    device_id: int


@announcement
class DeviceTokenRenewed(Announcement):
    """A device has a new token; the old one no longer opens."""

    device_id: int


@announcement
class MaintenanceBegun(Announcement):
    """A device raises no alarms for now."""

    device_id: int


@announcement
class MaintenanceEnded(Announcement):
    """A device raises alarms again."""

    device_id: int


@announcement
class SharedAttributesSet(Announcement):
    """The office set what a device is told. names: of the attributes."""

    device_id: int
    names: list[str]


@announcement
class ConditionChanged(Announcement):
    """A condition was added or changed. parameters: as JSON text, so the log keeps every version."""

    condition_id: int
    version: int
    parameters: str


@announcement
class SourceAdded(Announcement):
    """A platform may speak for devices."""

    source_id: int


@announcement
class SourceEdited(Announcement):
    """A platform's title, token, address or use changed."""

    source_id: int


@announcement
class SourceSecretRenewed(Announcement):
    """A platform has a new address; the old one no longer opens."""

    source_id: int


@announcement
class StrangerBound(Announcement):
    """A device that spoke without being known was installed."""

    device_id: int
    address_kind: str


@announcement
class StrangerDismissed(Announcement):
    """A sender that is not known was taken from the list; it comes back when it speaks again."""

    stranger_id: int


@announcement
class ReadingEntered(Announcement):
    """A person entered a reading."""

    reading_id: int
    series_id: int
    value: float


@announcement
class CommandOrdered(Announcement):
    """A person wants a device to do something."""

    command_id: int
    device_id: int
    method: str


@announcement
class CommandMoved(Announcement):
    """A command was sent, confirmed, refused, taken back, or not confirmed in time."""

    command_id: int
    device_id: int
    to: str


@announcement
class WarningFileTaken(Announcement):
    """A file of warnings arrived. taken: new warnings in it; refused: entries that could not be read."""

    file_id: int
    taken: int
    refused: int


@announcement
class WarningFileRefused(Announcement):
    """A file arrived in which no warning could be read. code: of the first refusal."""

    file_id: int
    code: str


@announcement
class WarningReceived(Announcement):
    """A new warning touches a community. ordinal: 1 is the worst of its scheme."""

    card_id: int
    warning_id: int
    warning_kind: str
    scheme: str
    ordinal: int


@announcement
class WarningUpdated(Announcement):
    """A warning that touches a community was renewed, raised or lowered."""

    card_id: int
    warning_id: int
    warning_kind: str
    scheme: str
    ordinal: int


@announcement
class WarningCancelled(Announcement):
    """A warning that touched a community was ended by its issuer."""

    card_id: int
    warning_id: int
    warning_kind: str
    scheme: str
    ordinal: int


@announcement
class WarningSeen(Announcement):
    """Somebody of a community read a warning."""

    card_id: int


@announcement
class WarningAnswered(Announcement):
    """A community decided what it does about a warning. answer: adopted, changed or declined."""

    card_id: int
    answer: str
    lag_s: int


@announcement
class WarningSourceAdded(Announcement):
    """Somebody may send warnings from now on, or a feed is fetched."""

    source_id: int
    route: str


@announcement
class WarningSourceSecretRenewed(Announcement):
    """A source of warnings has a new secret; the old one no longer opens."""

    source_id: int


@announcement
class WarningSourceStarted(Announcement):
    """Warnings of a source are taken again."""

    source_id: int


@announcement
class WarningSourceStopped(Announcement):
    """Warnings of a source are taken no more."""

    source_id: int


@announcement
class ModeSwitched(Announcement):
    """An organisation lives in another mode from now on: daily, holiday or emergency."""

    mode: str


@announcement
class SignerTrusted(Announcement):
    """Somebody vouched for the certificate of an issuer of warnings."""

    signer_id: int


@announcement
class SignerWithdrawn(Announcement):
    """The certificate of an issuer of warnings is trusted no more."""

    signer_id: int


@announcement
class RetentionDecided(Announcement):
    """It was decided how long readings of a class are kept, in days. deletes_days: how many days go by it."""

    klass: str
    readings_days: int
    hours_days: int
    deletes_days: int


TITLES: dict[str, str] = {
    "monitoring.AlarmRaised": noop("Alarm raised"),
    "monitoring.AlarmAcknowledged": noop("Alarm acknowledged"),
    "monitoring.AlarmVerified": noop("Alarm verified"),
    "monitoring.AlarmCleared": noop("Back to normal"),
    "monitoring.DeviceSilent": noop("Device silent"),
    "monitoring.DeviceHeard": noop("Device reports again"),
    "monitoring.DeviceAdded": noop("Device added"),
    "monitoring.DeviceEdited": noop("Device changed"),
    "monitoring.DeviceTokenRenewed": noop("Device given a new token"),
    "monitoring.MaintenanceBegun": noop("Maintenance begun"),
    "monitoring.MaintenanceEnded": noop("Maintenance ended"),
    "monitoring.SharedAttributesSet": noop("Device told new attributes"),
    "monitoring.SignerTrusted": noop("Certificate of an issuer trusted"),
    "monitoring.SignerWithdrawn": noop("Certificate of an issuer trusted no more"),
    "monitoring.RetentionDecided": noop("Readings kept for %(readings_days)s days, hourly figures for %(hours_days)s"),
    "monitoring.ModeSwitched": noop("Mode switched"),
    "monitoring.ConditionChanged": noop("Condition changed, version %(version)s"),
    "monitoring.SourceAdded": noop("Platform connected"),
    "monitoring.SourceEdited": noop("Platform changed"),
    "monitoring.SourceSecretRenewed": noop("Platform given a new address"),
    "monitoring.StrangerBound": noop("Unknown device installed"),
    "monitoring.StrangerDismissed": noop("Unknown device taken from the list"),
    "monitoring.ReadingEntered": noop("Reading entered by hand: %(value)s"),
    "monitoring.CommandOrdered": noop("Command to a device: %(method)s"),
    "monitoring.CommandMoved": noop("Command to a device is now: %(to)s"),
    "monitoring.WarningFileTaken": noop("File of warnings taken: %(taken)s new, %(refused)s refused"),
    "monitoring.WarningFileRefused": noop("File of warnings refused"),
    "monitoring.WarningReceived": noop("Warning received"),
    "monitoring.WarningUpdated": noop("Warning updated"),
    "monitoring.WarningCancelled": noop("Warning cancelled"),
    "monitoring.WarningSeen": noop("Warning read"),
    "monitoring.WarningAnswered": noop("Warning answered after %(lag_s)s s"),
    "monitoring.WarningSourceAdded": noop("Source of warnings added"),
    "monitoring.WarningSourceSecretRenewed": noop("Source of warnings given a new secret"),
    "monitoring.WarningSourceStarted": noop("Source of warnings switched on"),
    "monitoring.WarningSourceStopped": noop("Source of warnings switched off"),
}
