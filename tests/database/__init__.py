"""Tests of linan.ground.database."""
