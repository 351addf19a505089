"""Tests of linan.config."""
