"""OpenStreetMap extracts brought into the layout of an area: nodes, walking and driving edges, buildings, areas, points.

`raw` reads .osm (XML) and Overpass JSON, also packed with gzip or bzip2; `shapes` makes polygons; `paths` splits ways
at their junctions; `faults` looks for what is broken; `folder` writes the csv and GeoJSON files that `linan evacuate`
reads. Nothing is drawn that the map does not have: widths that it does not say stay empty, and the defaults that
planning takes for them are told in the report.
"""
