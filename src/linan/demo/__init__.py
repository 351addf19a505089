"""The demonstration neighbourhood and its nights: made-up people on real streets, real recordings.

Stands above everything and nothing imports it. Residents are invented, recordings and maps are real;
every page of a demonstration says so.
"""
