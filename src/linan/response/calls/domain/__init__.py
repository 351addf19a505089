"""Rules of calls that an expert can check: pure, `now` passed in."""
