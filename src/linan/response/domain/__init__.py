"""Rules of response that an expert can check: pure, `now` passed in."""
