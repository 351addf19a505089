"""Tables of monitoring, a file for each noun."""

from linan.monitoring.models.alarms import Alarm, AlarmStatus, Mode, Verdict
from linan.monitoring.models.conditions import Condition, Severity
from linan.monitoring.models.devices import Device, LastValue, RawMessage, Series

__all__ = [
    "Alarm", "AlarmStatus", "Condition", "Device", "LastValue", "Mode", "RawMessage", "Series", "Severity", "Verdict",
]
