"""Writes of monitoring: alarms, devices, conditions, and the daily partitions of readings."""
