"""Writes of duty, by noun."""
