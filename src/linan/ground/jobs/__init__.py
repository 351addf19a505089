"""Periodic and one-off work in the background."""
