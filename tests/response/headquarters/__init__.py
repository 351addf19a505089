"""Tests of the field headquarters."""
