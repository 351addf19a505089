"""The calendar of public holidays and working days, as data with its source."""
