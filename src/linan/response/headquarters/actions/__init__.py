"""Writes of the field headquarters, a file for each noun."""
