"""Door lists 敲门清单 and the count of people: who is told, in which order, by whom, and where everybody is.

walk: the order in which one walker takes the doors of a stairwell. sharing: the doors of a zone divided among walkers.
times: what a phone said late and with a wrong clock, put in order. balance: each expected person in exactly one of
arrived, elsewhere, refused, not reached, so that the four always add up.
"""
