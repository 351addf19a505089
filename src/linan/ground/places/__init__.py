"""Places: GeoJSON in WGS84, bounding boxes, distances; GCJ-02 and BD-09 at the edge."""
