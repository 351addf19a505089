"""Pure rules of base information."""
