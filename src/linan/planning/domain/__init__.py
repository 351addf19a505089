"""Rules of planning that an expert can check: what a plan says, and which level its conditions call for."""
