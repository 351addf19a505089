"""Writes of calls, a file for each noun."""
