"""Symbols and ratings as pure code: no Django, no clock, no database."""
