"""Writes of upward reporting, a file for each noun."""
