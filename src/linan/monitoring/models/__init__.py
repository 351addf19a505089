"""Tables of monitoring, a file for each noun."""

from linan.monitoring.models.addresses import DeviceAddress
from linan.monitoring.models.alarms import Alarm, AlarmStatus, Mode, Suppression, Verdict
from linan.monitoring.models.archive import ArchivedDay, ArchivedHours, HourlyMark, KeptTerm
from linan.monitoring.models.attributes import DeviceAttributes
from linan.monitoring.models.commands import CommandStatus, DeviceCommand
from linan.monitoring.models.conditions import Condition, ConditionVersion, OrgMode, Severity
from linan.monitoring.models.devices import Device, LastValue, Series
from linan.monitoring.models.gateways import GatewayStatus
from linan.monitoring.models.manual import ManualReading
from linan.monitoring.models.quarantine import Stranger
from linan.monitoring.models.raw import Oddity, RawMessage
from linan.monitoring.models.rehearsals import Rehearsal, RehearsalStatus
from linan.monitoring.models.signers import TrustedSigner
from linan.monitoring.models.sources import Snapshot, Source, SourceMessage
from linan.monitoring.models.warnings import (
    ANSWERS,
    CardStatus,
    EarlyWarning,
    WarningCard,
    WarningFile,
    WarningRoute,
    WarningSource,
)

__all__ = [
    "ANSWERS", "Alarm", "AlarmStatus", "ArchivedDay", "ArchivedHours", "CardStatus", "CommandStatus", "Condition", "ConditionVersion",
    "Device", "DeviceAddress", "DeviceAttributes", "DeviceCommand", "EarlyWarning", "GatewayStatus", "HourlyMark", "KeptTerm",
    "LastValue",
    "ManualReading", "Mode", "Oddity", "OrgMode", "RawMessage", "Rehearsal", "RehearsalStatus", "Series",
    "Severity", "Snapshot", "Source", "SourceMessage", "Stranger", "Suppression", "TrustedSigner", "Verdict", "WarningCard", "WarningFile",
    "WarningRoute", "WarningSource",
]
