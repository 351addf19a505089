"""Writes of deployment."""
