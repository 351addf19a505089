"""Writes to base information: entries by hand, moves in and out, whole tables."""
