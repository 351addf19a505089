"""Rules of upward reporting that an expert can check: pure, `now` passed in."""
