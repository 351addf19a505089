"""Rules of the field headquarters that need no database."""
