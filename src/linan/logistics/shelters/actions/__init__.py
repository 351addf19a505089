"""Writes to shelters, a file for each noun."""
