"""Duty without a database."""
