"""Files people hand in: checked, re-encoded, named at random, served through access doors."""
