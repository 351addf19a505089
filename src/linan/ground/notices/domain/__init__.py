"""Rules of notices that need no database."""
