"""Danger zones, plans, orders."""
