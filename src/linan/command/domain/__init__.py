"""Rules of command and dispatch as pure code: no Django, no clock, no database."""
