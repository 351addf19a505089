"""Sensing, alarms and (later) warnings 监测预警.

Nouns: Device, Series, Reading, Condition, Alarm. Bytes come in through gateways/, are decoded by
profiles/*.yaml, judged by domain/conditions/, and committed by intake before anything is acknowledged.
Announces: AlarmRaised, AlarmAcknowledged, AlarmVerified, AlarmCleared, DeviceSilent, DeviceHeard.
"""
