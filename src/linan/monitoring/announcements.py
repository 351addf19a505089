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
class ConditionChanged(Announcement):
    """A condition was added or changed. parameters: as JSON text, so the log keeps every version."""

    condition_id: int
    version: int
    parameters: str


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
    "monitoring.ConditionChanged": noop("Condition changed, version %(version)s"),
}
