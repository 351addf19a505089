"""Rules of ladders that need no database."""
