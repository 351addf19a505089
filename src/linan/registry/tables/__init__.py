"""The tables of base information as Excel has them, in and out; their headings are the field's words."""
