"""Writes of evacuations."""
