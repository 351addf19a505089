"""The demonstration neighbourhood: real streets and buildings (OpenStreetMap), made-up people and organisations.

Real: footprints, names of buildings and streets, places. Made up: every organisation, every household and
person, floors where the map has none, what stands in the lists of resources beyond the map's own places.
"""

FIRE_SHED = "demo-shed-1"  # code of the e-bike shed that burns, as building and as risk source
