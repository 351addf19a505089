"""Builders of the rooms."""
